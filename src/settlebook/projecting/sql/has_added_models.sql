-- Whether the database keeps read models that users added, and this session may read them.
SELECT EXISTS (SELECT FROM pg_class
                 JOIN pg_namespace ON pg_namespace.oid = relnamespace
                WHERE nspname = 'added' AND relname = 'model' AND has_schema_privilege(pg_namespace.oid, 'USAGE')
                  AND has_table_privilege(pg_class.oid, 'SELECT'));
