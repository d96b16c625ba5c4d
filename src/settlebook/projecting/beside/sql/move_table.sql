ALTER TABLE :"schema".:"table" SET SCHEMA :"place";
