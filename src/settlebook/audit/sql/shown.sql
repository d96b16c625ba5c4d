-- What stands between the rows of the read models and who reads them, in these schemas: each thing by its name, what it is,
-- and its text. Names are told with their schemas, as long as the search path has none.
WITH relation AS (
    SELECT pg_class.oid, nspname || '.' || relname AS name, relkind, relrowsecurity, reloptions
      FROM pg_class
      JOIN pg_namespace ON pg_namespace.oid = relnamespace
     WHERE nspname = ANY(:schemas) AND relkind IN ('r', 'p', 'v', 'm', 'f')
)
SELECT 'relation ' || name AS thing,
       CASE relkind WHEN 'r' THEN 'a table' WHEN 'v' THEN 'a view' ELSE 'no table' END
       || CASE WHEN relrowsecurity THEN ', rows hidden by policies' ELSE '' END AS said,
       CASE WHEN relkind = 'v' THEN concat_ws(' ', reloptions::text, pg_get_viewdef(oid)) END AS text
  FROM relation
UNION ALL
SELECT 'trigger ' || tgname || ' of ' || name, 'a trigger', pg_get_triggerdef(pg_trigger.oid)
  FROM relation
  JOIN pg_trigger ON tgrelid = relation.oid AND NOT tgisinternal
UNION ALL
SELECT 'rule ' || rulename || ' of ' || name, 'a rule', pg_get_ruledef(pg_rewrite.oid)
  FROM relation
  JOIN pg_rewrite ON ev_class = relation.oid AND rulename <> '_RETURN'
UNION ALL
SELECT 'function ' || nspname || '.' || proname || '(' || pg_get_function_identity_arguments(pg_proc.oid) || ')',
       'a function', CASE WHEN prokind = 'f' THEN pg_get_functiondef(pg_proc.oid) ELSE prosrc END
  FROM pg_proc
  JOIN pg_namespace ON pg_namespace.oid = pronamespace
 WHERE nspname = ANY(:schemas)
