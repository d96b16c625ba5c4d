-- The app folds and reads; the reader reads. Rights, not text, are what keeps a reader from writing.
GRANT USAGE ON SCHEMA :"schema" TO settlebook_app, settlebook_reader;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA :"schema" TO settlebook_app;
GRANT SELECT ON ALL TABLES IN SCHEMA :"schema" TO settlebook_reader;
