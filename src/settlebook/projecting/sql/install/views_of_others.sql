-- Views that would go with what a user's read model made, and are not its own: whose they are is for others to say.
WITH RECURSIVE own (oid) AS (
    SELECT pg_class.oid
      FROM installed
      JOIN pg_class ON relname = ANY(relations) AND relnamespace = 'added'::regnamespace
     WHERE name = :name
), shown (oid) AS (
    SELECT oid FROM own
    UNION
    SELECT ev_class
      FROM shown
      JOIN pg_depend ON refclassid = 'pg_class'::regclass AND refobjid = shown.oid AND classid = 'pg_rewrite'::regclass
      JOIN pg_rewrite ON pg_rewrite.oid = pg_depend.objid
)
SELECT nspname || '.' || relname
  FROM shown
  JOIN pg_class ON pg_class.oid = shown.oid
  JOIN pg_namespace ON pg_namespace.oid = relnamespace
 WHERE shown.oid NOT IN (SELECT oid FROM own)
 ORDER BY 1;
