-- How far the log reaches, and since when something of it waits to be sealed.
SELECT coalesce((SELECT position FROM log.log_head WHERE ledger_id = :ledger), 0) AS head,
       (SELECT recorded_at FROM log.event WHERE ledger_id = :ledger AND position = :sealed + 1) AS waiting_since
