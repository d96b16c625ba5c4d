-- The position up to which the read models are folded, and the events up to there.
SELECT (SELECT min(position) FROM read.progress WHERE ledger_id = :ledger) AS position
