-- SHOW TABLES: the views of the Data Query world.
SELECT relname::text AS "Table"
  FROM pg_catalog.pg_class
 WHERE relnamespace = 'data_query'::regnamespace AND relkind = 'v'
 ORDER BY relname;
