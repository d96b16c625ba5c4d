-- Where the log says it ends, and up to which position the read models are folded.
SELECT coalesce((SELECT position FROM log.log_head WHERE ledger_id = :ledger), 0) AS head,
       coalesce((SELECT position FROM read.progress WHERE ledger_id = :ledger AND model = :model), 0) AS folded
