DROP INDEX :"schema".:"name";
