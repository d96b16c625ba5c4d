-- The number of what an id stands for, by the log alone; nothing where it has none.
SELECT number FROM log.number WHERE ledger_id = :ledger AND id = :id LIMIT 1
