-- Where the log's last event stands, and where the last sealed one does.
SELECT coalesce((SELECT max(position) FROM log.event WHERE ledger_id = :ledger), 0) AS last_event,
       coalesce((SELECT max(last_position) FROM log.seal WHERE ledger_id = :ledger), 0) AS last_sealed
