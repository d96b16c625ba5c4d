-- How far a ledger's read models are, and how far its log is: the one statement of a read that is up to date.
SELECT coalesce((SELECT position FROM read.progress WHERE ledger_id = :ledger AND model = :model), 0),
       coalesce((SELECT position FROM log.log_head WHERE ledger_id = :ledger), 0);
