COPY (SELECT position, recorded_at FROM log.log_head WHERE ledger_id = :ledger) TO STDOUT
