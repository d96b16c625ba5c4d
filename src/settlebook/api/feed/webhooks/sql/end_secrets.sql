-- Those that sign now go on for a while beside a new one.
UPDATE api.webhook_secret
   SET ends_at = now() + make_interval(secs => :seconds)
 WHERE ledger_id = :ledger AND webhook_id = :webhook AND ends_at IS NULL;
