UPDATE log.personal
   SET content = NULL, salt = NULL, erased_at = clock_timestamp()
 WHERE ledger_id = :ledger_id AND owner_id = :owner_id AND erased_at IS NULL
