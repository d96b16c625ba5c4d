-- Gives a client another secret; the one before and its tokens end.
UPDATE api.client
   SET secret_hash = :secret_hash, generation = generation + 1, rotated_at = now()
 WHERE ledger_id = :ledger AND (client_id = :key OR name = :key) AND revoked_at IS NULL
RETURNING client_id
