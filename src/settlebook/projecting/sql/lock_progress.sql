-- Where a read model stands; whoever holds the row folds, others wait. Readers have no right to hold it.
SELECT coalesce(position, 0) FROM progress WHERE ledger_id = :ledger AND model = :model FOR UPDATE;
