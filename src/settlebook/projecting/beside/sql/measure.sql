ANALYZE :"schema".:"table";
