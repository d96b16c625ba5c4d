-- Whether a user's read model was ever installed: only then has anybody a right to the schema.
SELECT coalesce((SELECT has_schema_privilege(oid, 'USAGE') FROM pg_namespace WHERE nspname = 'added'), false)
       AND EXISTS (SELECT FROM pg_class
                     JOIN pg_namespace ON pg_namespace.oid = relnamespace
                    WHERE nspname = 'added' AND relname = 'installed');
