-- When an event was recorded. Positions and instants have the same order.
SELECT recorded_at FROM log.event WHERE ledger_id = :ledger AND position = :position;
