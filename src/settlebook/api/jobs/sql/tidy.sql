-- tidy.sql: what expired is taken away, with its files.
DELETE FROM api.job WHERE expires_at < now();
