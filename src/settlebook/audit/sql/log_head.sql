SELECT coalesce(position, 0) FROM log.log_head WHERE ledger_id = :ledger
