SELECT schema, name, model, kept_at,
       coalesce(pg_total_relation_size(to_regclass(quote_ident(schema || '_kept') || '.' || quote_ident(name))), 0)
  FROM rebuilding.kept
 ORDER BY model, name;
