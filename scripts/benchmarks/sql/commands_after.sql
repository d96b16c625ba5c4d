SELECT * FROM log.command WHERE ledger_id = :ledger AND first_position > :position ORDER BY first_position;
