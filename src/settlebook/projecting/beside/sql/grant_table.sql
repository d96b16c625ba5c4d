GRANT SELECT, INSERT, UPDATE, DELETE ON :"schema".:"table" TO settlebook_app;
GRANT SELECT ON :"schema".:"table" TO settlebook_reader;
