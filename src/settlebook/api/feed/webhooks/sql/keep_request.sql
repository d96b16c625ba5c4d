INSERT INTO api.webhook_request (ledger_id, client_id, key, digest, answer)
VALUES (:ledger, :client, :key, :digest, :answer);
