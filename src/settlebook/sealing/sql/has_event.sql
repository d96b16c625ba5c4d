-- Whether the log has an event at a position.
SELECT EXISTS (SELECT FROM log.event WHERE ledger_id = :ledger AND position = :position)
