INSERT INTO rebuilding.kept (schema, name, model, kept_at) VALUES (:schema, :name, :model, now())
ON CONFLICT (schema, name) DO UPDATE SET model = excluded.model, kept_at = excluded.kept_at;
