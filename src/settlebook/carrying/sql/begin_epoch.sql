-- The ledger goes on here: who follows its log has to see it.
INSERT INTO log.epoch (ledger_id, number, epoch_id, reason, after, began_at)
SELECT ledger_id, max(number) + 1, gen_random_uuid(), 'restored', :position, greatest(clock_timestamp(), max(began_at))
  FROM log.epoch
 WHERE ledger_id = :ledger
 GROUP BY ledger_id
RETURNING number, epoch_id
