-- The ledger's lock until the end of the transaction; its head, and with that a first epoch, where there is none yet.
SELECT before FROM log.take_positions(:ledger, 0)
