-- The tables of a schema.
SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace(:schema) AND relkind = 'r' ORDER BY relname;
