-- Where the log ends, and up to where its read models and its seals know of events: in one look, so that none is ahead
-- but where events were taken away.
SELECT (SELECT position FROM log.log_head WHERE ledger_id = :ledger),
       coalesce((SELECT position FROM read.progress WHERE ledger_id = :ledger AND model = :model), 0),
       coalesce((SELECT last_position FROM log.seal WHERE ledger_id = :ledger ORDER BY block DESC LIMIT 1), 0)
