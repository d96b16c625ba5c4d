-- Which tables, views and functions a query reads, as PostgreSQL itself understands it: what a view of it depends on.
CREATE TEMP VIEW asked AS
SELECT 1 AS one FROM (
:"query"
) AS asked;

SELECT DISTINCT named.schema::regnamespace::text AS schema, named.name, named.is_function
  FROM pg_catalog.pg_rewrite AS rule
  JOIN pg_catalog.pg_depend AS depends
    ON depends.classid = 'pg_catalog.pg_rewrite'::regclass AND depends.objid = rule.oid
 CROSS JOIN LATERAL (
       SELECT relnamespace AS schema, relname AS name, false AS is_function
         FROM pg_catalog.pg_class
        WHERE depends.refclassid = 'pg_catalog.pg_class'::regclass AND oid = depends.refobjid AND oid <> rule.ev_class
       UNION ALL
       SELECT pronamespace, proname, true
         FROM pg_catalog.pg_proc
        WHERE depends.refclassid = 'pg_catalog.pg_proc'::regclass AND oid = depends.refobjid) AS named
 WHERE rule.ev_class = 'pg_temp.asked'::regclass;

DROP VIEW pg_temp.asked;
