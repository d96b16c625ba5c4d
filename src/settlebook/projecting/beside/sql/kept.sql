SELECT kept.schema, kept.name, kept.model, kept.kept_at, coalesce(pg_total_relation_size(pg_class.oid), 0)
  FROM rebuilding.kept AS kept
  LEFT JOIN pg_namespace ON nspname = kept.schema || '_kept'
  LEFT JOIN pg_class ON relnamespace = pg_namespace.oid AND relname = kept.name
 ORDER BY kept.model, kept.name;
