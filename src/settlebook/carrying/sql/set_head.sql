UPDATE log.log_head SET position = :position, recorded_at = :recorded_at::timestamptz WHERE ledger_id = :ledger
