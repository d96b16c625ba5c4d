-- Dead letters are gone: those at some positions, or all.
DELETE FROM api.webhook_dead_letter
 WHERE ledger_id = :ledger AND webhook_id = :webhook AND (:positions::bigint[] IS NULL OR position = ANY (:positions))
RETURNING position;
