-- Views show what their owner may see: of personal content the names and comments that were not erased.
GRANT USAGE ON SCHEMA data_query TO settlebook_app, settlebook_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA data_query TO settlebook_app, settlebook_reader;
