INSERT INTO installed (name, digest, relations) VALUES (:name, :digest, :relations)
ON CONFLICT (name) DO UPDATE SET digest = excluded.digest, relations = excluded.relations;
