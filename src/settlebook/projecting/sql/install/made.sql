-- What stands in a schema: tables, views and functions, and of tables whether they have `ledger_id`, and first in their key.
SELECT relname AS name, relkind::text AS kind,
       EXISTS (SELECT FROM pg_attribute
                WHERE attrelid = pg_class.oid AND attname = 'ledger_id' AND NOT attisdropped) AS has_ledger,
       EXISTS (SELECT FROM pg_index
                 JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
                WHERE indrelid = pg_class.oid AND indisprimary AND attname = 'ledger_id') AS is_keyed
  FROM pg_class
 WHERE relnamespace = to_regnamespace(:schema) AND relkind IN ('r', 'p', 'v', 'm', 'f')
UNION
SELECT proname, 'routine', false, false FROM pg_proc WHERE pronamespace = to_regnamespace(:schema)
ORDER BY name;
