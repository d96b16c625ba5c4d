-- Up to which position the read models are folded.
SELECT coalesce((SELECT position FROM read.progress WHERE ledger_id = :ledger AND model = :model), 0)
