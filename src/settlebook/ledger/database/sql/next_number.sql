-- Where a sequence stands: the number that would be taken next.
SELECT next FROM log.number_sequence WHERE ledger_id = :ledger_id AND kind = :kind
