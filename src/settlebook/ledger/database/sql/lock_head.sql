-- The ledger's lock until the transaction ends, and where the log stands.
SELECT before FROM log.take_positions(:ledger_id, 0)
