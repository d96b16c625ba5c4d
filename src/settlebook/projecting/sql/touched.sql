-- The tables that this transaction reads, writes to or changes, but for a read model's own: whoever names a table holds a
-- lock on it until the transaction ends, even where no row was found. A view is written to, and read by its tables.
SELECT nspname || '.' || relname AS name,
       bool_or(mode NOT IN ('AccessShareLock', 'RowShareLock')) AS is_written
  FROM pg_locks
  JOIN pg_class ON pg_class.oid = relation
  JOIN pg_namespace ON pg_namespace.oid = relnamespace
 WHERE locktype = 'relation' AND pid = pg_backend_pid()
   AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
   AND relkind IN ('r', 'p', 'v', 'm', 'f')
   AND NOT (relkind = 'v' AND mode IN ('AccessShareLock', 'RowShareLock'))
   AND nspname NOT IN ('pg_catalog', 'information_schema') AND nspname !~ '^pg_(toast|temp)'
   AND NOT (nspname = :schema
            AND (nspname <> 'added'
                 OR relname = ANY(coalesce((SELECT relations FROM added.installed WHERE name = :model), '{}'))))
 GROUP BY nspname, relname
 ORDER BY 1;
