-- What a user's read model created the last time, where it is still there.
SELECT relname
  FROM installed
  JOIN pg_class ON relname = ANY(relations) AND relnamespace = current_schema()::regnamespace AND relkind = 'r'
 WHERE name = :name;
