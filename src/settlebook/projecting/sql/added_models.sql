SELECT name, schema_sql, fold_sql FROM added.model ORDER BY name;
