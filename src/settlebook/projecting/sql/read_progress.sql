-- How far a ledger's read models are, and how far its log is: the one statement of a read that is up to date. The log
-- is null far before its first use, and where its head was lost.
SELECT coalesce((SELECT position FROM read.progress WHERE ledger_id = :ledger AND model = :model), 0),
       (SELECT position FROM log.log_head WHERE ledger_id = :ledger);
