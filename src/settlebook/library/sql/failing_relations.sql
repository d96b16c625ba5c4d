-- What read models show in SQL: what they made, and views that anybody made over it.
WITH RECURSIVE shown (oid) AS (
    SELECT pg_class.oid
      FROM added.installed
      JOIN pg_class ON relname = ANY(relations) AND relnamespace = 'added'::regnamespace
     WHERE name = ANY(:models)
    UNION
    SELECT ev_class
      FROM shown
      JOIN pg_depend ON refclassid = 'pg_class'::regclass AND refobjid = shown.oid AND classid = 'pg_rewrite'::regclass
      JOIN pg_rewrite ON pg_rewrite.oid = pg_depend.objid
)
SELECT relname FROM shown JOIN pg_class USING (oid)
UNION
SELECT unnest(relations) FROM added.installed WHERE name = ANY(:models);
