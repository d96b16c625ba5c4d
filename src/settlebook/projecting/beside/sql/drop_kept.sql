DROP TABLE IF EXISTS :"kept".:"table";
