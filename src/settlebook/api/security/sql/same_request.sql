-- The key of a request: that of the same one before, as long as it counts as sent again; else a new one.
INSERT INTO api.repeat AS known (ledger_id, client_id, fingerprint, key, until)
VALUES (:ledger, :client_id, :fingerprint, :key, now() + make_interval(secs => :window))
ON CONFLICT (ledger_id, client_id, fingerprint) DO UPDATE
   SET key = CASE WHEN known.until > now() THEN known.key ELSE excluded.key END,
       until = CASE WHEN known.until > now() THEN known.until ELSE excluded.until END
RETURNING key
