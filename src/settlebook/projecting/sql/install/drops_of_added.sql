-- What takes away what a user's read model made the last time, as far as it is still there; views go with their tables.
SELECT format('DROP %s IF EXISTS added.%I CASCADE',
              CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END, relname)
  FROM installed
  JOIN pg_class ON relname = ANY(relations) AND relnamespace = 'added'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
 WHERE name = :name
UNION ALL
SELECT 'DROP ROUTINE IF EXISTS ' || pg_proc.oid::regprocedure || ' CASCADE'
  FROM installed
  JOIN pg_proc ON proname = ANY(relations) AND pronamespace = 'added'::regnamespace
 WHERE name = :name;
