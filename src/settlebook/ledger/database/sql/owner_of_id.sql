SELECT owner_id
  FROM log.identity
 WHERE ledger_id = :ledger_id AND id = :id
