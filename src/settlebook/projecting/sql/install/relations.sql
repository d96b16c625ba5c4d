-- The tables and views of the schema that the search path names first.
SELECT relname
  FROM pg_class
 WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'v')
 ORDER BY relname;
