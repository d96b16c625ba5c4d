-- Where the log says it ends, where its last event stands, and where the last sealed one does.
SELECT coalesce((SELECT position FROM log.log_head WHERE ledger_id = :ledger), 0) AS head,
       coalesce((SELECT max(position) FROM log.event WHERE ledger_id = :ledger), 0) AS last_event,
       coalesce((SELECT max(last_position) FROM log.seal WHERE ledger_id = :ledger), 0) AS last_sealed
