WITH ended AS (
    DELETE FROM api.webhook_secret WHERE ledger_id = :ledger AND webhook_id = :webhook AND ends_at <= now()
)
INSERT INTO api.webhook_secret (ledger_id, webhook_id, secret) VALUES (:ledger, :webhook, :secret);
