-- One client, by its id.
SELECT client_id, name, role, account_id, secret_hash, generation, created_at, created_by, rotated_at, revoked_at
  FROM api.client
 WHERE ledger_id = :ledger AND client_id = :client_id
