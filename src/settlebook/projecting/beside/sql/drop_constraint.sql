ALTER TABLE :"schema".:"table" DROP CONSTRAINT :"name";
