-- The tables that this transaction writes to or changes, but for a read model's own: whoever writes to a table holds a lock
-- on it until the transaction ends, even where no row was found to write.
SELECT DISTINCT nspname || '.' || relname
  FROM pg_locks
  JOIN pg_class ON pg_class.oid = relation
  JOIN pg_namespace ON pg_namespace.oid = relnamespace
 WHERE locktype = 'relation' AND pid = pg_backend_pid()
   AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
   AND mode NOT IN ('AccessShareLock', 'RowShareLock')
   AND relkind IN ('r', 'p', 'v', 'm', 'f')
   AND nspname <> 'pg_catalog' AND nspname !~ '^pg_(toast|temp)'
   AND NOT (nspname = :schema
            AND (nspname <> 'added'
                 OR relname = ANY(coalesce((SELECT relations FROM added.installed WHERE name = :model), '{}'))))
 ORDER BY 1;
