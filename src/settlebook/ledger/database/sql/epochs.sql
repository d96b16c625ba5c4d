SELECT number, epoch_id, reason, after, began_at
  FROM log.epoch
 WHERE ledger_id = :ledger_id
 ORDER BY number
