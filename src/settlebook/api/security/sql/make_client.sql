-- Makes a client, unless one that is not revoked has that name.
INSERT INTO api.client (ledger_id, client_id, name, role, account_id, secret_hash, created_by)
VALUES (:ledger, :client_id, :name, :role, :account_id, :secret_hash, :created_by)
ON CONFLICT DO NOTHING
RETURNING client_id
