INSERT INTO model (name, schema_sql, fold_sql) VALUES (:name, :tables, :folds)
ON CONFLICT (name) DO UPDATE SET schema_sql = excluded.schema_sql, fold_sql = excluded.fold_sql;
