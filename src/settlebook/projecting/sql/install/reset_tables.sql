-- Read models are made of the log alone: when their tables or folds change, they begin again.
DROP SCHEMA IF EXISTS read CASCADE;
CREATE SCHEMA read;
