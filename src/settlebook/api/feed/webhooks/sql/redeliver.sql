-- Dead letters are due: those at some positions, or all.
UPDATE api.webhook_dead_letter SET is_due = true
 WHERE ledger_id = :ledger AND webhook_id = :webhook AND (:positions::bigint[] IS NULL OR position = ANY (:positions))
RETURNING position;
