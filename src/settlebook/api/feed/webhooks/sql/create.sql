-- A new webhook with its first secret.
WITH made AS (
    INSERT INTO api.webhook (ledger_id, webhook_id, url, description, types, account_id, state, epoch_id, position, created_by)
    VALUES (:ledger, :webhook, :url, :description, :types, :account, 'active', :epoch, :position, :created_by)
    RETURNING ledger_id, webhook_id
)
INSERT INTO api.webhook_secret (ledger_id, webhook_id, secret)
SELECT ledger_id, webhook_id, :secret FROM made;
