SELECT digest, answer FROM api.webhook_request WHERE ledger_id = :ledger AND client_id = :client AND key = :key;
