-- Since when the first event that is not sealed waits.
SELECT recorded_at FROM log.event WHERE ledger_id = :ledger AND position = :sealed + 1
