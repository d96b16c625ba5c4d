-- Ends a client and its tokens.
UPDATE api.client
   SET revoked_at = now(), generation = generation + 1
 WHERE ledger_id = :ledger AND (client_id = :key OR name = :key) AND revoked_at IS NULL
RETURNING client_id
