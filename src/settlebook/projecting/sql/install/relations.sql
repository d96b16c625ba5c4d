-- The tables, views and functions of the schema that the search path names first.
SELECT relname AS name
  FROM pg_class
 WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
UNION
SELECT proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
ORDER BY name;
