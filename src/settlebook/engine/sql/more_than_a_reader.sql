-- One row for each thing this login could do that a reader of the ledger may not. No row: it is a reader.
-- It looks at the login itself and at every role it could become, and so does not care about SET ROLE or inheritance.
WITH RECURSIVE become AS (
    SELECT oid FROM pg_roles WHERE rolname = session_user
    UNION
    SELECT member.roleid FROM pg_auth_members AS member JOIN become ON member.member = become.oid
), role AS (
    SELECT pg_roles.* FROM pg_roles JOIN become USING (oid)
), place AS (
    SELECT oid, nspname FROM pg_namespace
     WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema'
), relation AS (
    SELECT pg_class.oid, relkind, nspname, relname FROM pg_class JOIN place ON place.oid = relnamespace
)
SELECT format('%s is a superuser', rolname) AS excess FROM role WHERE rolsuper
UNION ALL
SELECT format('%s may create roles', rolname) FROM role WHERE rolcreaterole
UNION ALL
SELECT format('%s may create databases', rolname) FROM role WHERE rolcreatedb
UNION ALL
SELECT format('%s may replicate', rolname) FROM role WHERE rolreplication
UNION ALL
SELECT format('%s bypasses row security', rolname) FROM role WHERE rolbypassrls
UNION ALL
SELECT format('it is a member of %s', rolname) FROM role
 WHERE rolname IN ('settlebook_owner', 'settlebook_app') OR rolname LIKE 'pg\_%'
UNION ALL
SELECT format('%s owns database %s', rolname, datname)
  FROM role JOIN pg_database ON datdba = role.oid WHERE datname = current_database()
UNION ALL
SELECT format('%s may create schemas', rolname)
  FROM role WHERE has_database_privilege(role.oid, current_database(), 'CREATE')
UNION ALL
SELECT format('%s may use schema log', rolname)
  FROM role, place WHERE nspname = 'log' AND has_schema_privilege(role.oid, place.oid, 'USAGE, CREATE')
UNION ALL
SELECT format('%s may create in schema %s', rolname, nspname)
  FROM role, place WHERE has_schema_privilege(role.oid, place.oid, 'CREATE')
UNION ALL
SELECT format('%s may write %s.%s', rolname, nspname, relname)
  FROM role, relation
 WHERE relkind IN ('r', 'p', 'v', 'm', 'f')
   AND (has_table_privilege(role.oid, relation.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER')
        OR has_any_column_privilege(role.oid, relation.oid, 'INSERT, UPDATE'))
UNION ALL
SELECT format('%s may write sequence %s.%s', rolname, nspname, relname)
  FROM role, relation
 WHERE relkind = 'S' AND has_sequence_privilege(role.oid, relation.oid, 'USAGE, UPDATE')
 ORDER BY excess
 LIMIT 5
