INSERT INTO :"schema".:"table" SELECT * FROM pg_temp.:"table";
