SELECT version FROM api.webhook WHERE ledger_id = :ledger AND webhook_id = :webhook FOR UPDATE;
