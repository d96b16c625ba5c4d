SELECT before FROM log.take_positions(:ledger_id, 0)
