-- What was chosen, and whether facts stand on it by now: both of one moment.
SELECT (SELECT value FROM log.setting WHERE ledger_id = :ledger_id AND name = :name),
       coalesce((SELECT position FROM log.log_head WHERE ledger_id = :ledger_id), 0)
