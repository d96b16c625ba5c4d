SELECT * FROM log.event WHERE ledger_id = :ledger AND position > :position ORDER BY position;
