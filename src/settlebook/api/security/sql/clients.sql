-- Every client, the oldest first.
SELECT client_id, name, role, account_id, secret_hash, generation, created_at, created_by, rotated_at, revoked_at
  FROM api.client
 WHERE ledger_id = :ledger
 ORDER BY created_at, client_id
