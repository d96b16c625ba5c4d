-- The tables that this session has built beside.
SELECT relname
  FROM pg_class
 WHERE relnamespace = pg_my_temp_schema() AND relkind = 'r'
 ORDER BY relname;
