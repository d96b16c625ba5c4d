SELECT count(*) AS webhooks FROM api.webhook WHERE ledger_id = :ledger;
