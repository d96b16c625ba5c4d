-- The checks name tables without a schema: here they mean the live ones.
SET LOCAL search_path = read
