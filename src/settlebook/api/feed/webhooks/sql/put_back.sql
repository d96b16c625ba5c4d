-- The ledger was put back since: it goes on where both histories part, and what was never recorded is no dead letter.
WITH gone AS (
    DELETE FROM api.webhook_dead_letter
     WHERE ledger_id = :ledger AND webhook_id = :webhook AND position > :shared
)
UPDATE api.webhook SET epoch_id = :epoch, position = least(position, :shared), tries = 0, due_at = '-infinity'
 WHERE ledger_id = :ledger AND webhook_id = :webhook AND worker = :worker
RETURNING position;
