-- What signs now, the newest first.
SELECT secret FROM api.webhook_secret
 WHERE ledger_id = :ledger AND webhook_id = :webhook AND (ends_at IS NULL OR ends_at > now())
 ORDER BY made_at DESC;
