SELECT position FROM log.log_head WHERE ledger_id = :ledger
