-- The epoch in which nothing was recorded gives way to those that are imported.
DELETE FROM log.epoch WHERE ledger_id = :ledger
