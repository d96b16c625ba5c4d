-- Where the log says it ends, and whether there is anything that says so or would have to be told of: without a
-- position it is empty, or its head was lost.
SELECT (SELECT position FROM log.log_head WHERE ledger_id = :ledger_id),
       EXISTS (SELECT FROM log.log_head WHERE ledger_id = :ledger_id)
       OR EXISTS (SELECT FROM log.event WHERE ledger_id = :ledger_id)
