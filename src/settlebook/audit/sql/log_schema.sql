-- What the database has of the schema `log`: each thing by its name, and what is said of it, in words that are the same on
-- every version of PostgreSQL. Internal triggers (of foreign keys) are told by their constraints; a right to maintain (from
-- version 17) changes no row; that others than our own roles may read, as who makes backups, is no business of ours.
WITH table_of_log AS (
    SELECT pg_class.oid, relname::text AS name, relkind, relpersistence, relowner, relacl, relrowsecurity
      FROM pg_class
     WHERE relnamespace = to_regnamespace('log') AND relname = ANY(:tables)
), granted AS (
    SELECT 'rights on log.' || name AS thing, relowner AS owner, granted.*
      FROM table_of_log CROSS JOIN LATERAL aclexplode(relacl) AS granted
    UNION ALL
    SELECT 'rights on log.' || name || '.' || attname, relowner, granted.*
      FROM table_of_log
      JOIN pg_attribute ON attrelid = table_of_log.oid
     CROSS JOIN LATERAL aclexplode(attacl) AS granted
    UNION ALL
    SELECT 'rights on log.' || proname, proowner, granted.*
      FROM pg_proc
     CROSS JOIN LATERAL aclexplode(coalesce(proacl, acldefault('f', proowner))) AS granted
     WHERE pronamespace = to_regnamespace('log')
    UNION ALL
    SELECT 'rights on the schema log', nspowner, granted.*
      FROM pg_namespace
     CROSS JOIN LATERAL aclexplode(nspacl) AS granted
     WHERE nspname = 'log'
), given AS (
    SELECT thing, CASE grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(grantee)::text END AS grantee,
           privilege_type || CASE WHEN is_grantable THEN ' to give away' ELSE '' END AS privilege
      FROM granted
     WHERE grantee <> owner
)
SELECT 'table log.' || name AS thing,
       CASE relkind WHEN 'r' THEN 'a table' ELSE 'no table' END
       || CASE relpersistence WHEN 'p' THEN ', permanent' ELSE ', not logged' END
       || ', owned by ' || pg_get_userbyid(relowner)
       || CASE WHEN relrowsecurity THEN ', rows hidden by policies' ELSE '' END AS said
  FROM table_of_log
UNION ALL
SELECT 'column log.' || name || '.' || attname,
       format_type(atttypid, atttypmod) || CASE WHEN attnotnull THEN ' not null' ELSE '' END
       || coalesce(' default ' || pg_get_expr(adbin, adrelid), '')
  FROM table_of_log
  JOIN pg_attribute ON attrelid = table_of_log.oid AND attnum > 0 AND NOT attisdropped
  LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
UNION ALL
SELECT 'constraint ' || conname || ' of log.' || name, pg_get_constraintdef(pg_constraint.oid)
  FROM table_of_log
  JOIN pg_constraint ON conrelid = table_of_log.oid
 WHERE contype <> 'n' -- that a column is never null is told by the column; versions from 18 on have it twice
UNION ALL
SELECT 'trigger ' || tgname || ' of log.' || name,
       pg_get_triggerdef(pg_trigger.oid)
       || CASE tgenabled WHEN 'O' THEN '' WHEN 'A' THEN ', always' WHEN 'D' THEN ', disabled' ELSE ', of replicas' END
  FROM table_of_log
  JOIN pg_trigger ON tgrelid = table_of_log.oid AND NOT tgisinternal
UNION ALL
SELECT 'rule ' || rulename || ' of log.' || name, pg_get_ruledef(pg_rewrite.oid)
  FROM table_of_log
  JOIN pg_rewrite ON ev_class = table_of_log.oid
UNION ALL
SELECT 'rows of log.' || name, 'more of them in ' || inhrelid::regclass
  FROM table_of_log
  JOIN pg_inherits ON inhparent = table_of_log.oid
UNION ALL
SELECT 'function log.' || proname,
       CASE WHEN prosecdef THEN 'as its owner, ' ELSE '' END
       || coalesce('with ' || array_to_string(proconfig, ' and ') || ', ', '')
       || 'owned by ' || pg_get_userbyid(proowner) || ', digest '
       || md5(concat_ws(' ', pg_get_function_arguments(oid), pg_get_function_result(oid), prosrc))
  FROM pg_proc
 WHERE pronamespace = to_regnamespace('log')
UNION ALL
SELECT thing || ' of ' || grantee, string_agg(privilege, ', ' ORDER BY privilege COLLATE "C")
  FROM given
 WHERE privilege NOT LIKE 'MAINTAIN%'
   AND (grantee IN ('PUBLIC', 'settlebook_app', 'settlebook_reader') OR privilege NOT IN ('SELECT', 'USAGE'))
 GROUP BY thing, grantee
 ORDER BY 1, 2
