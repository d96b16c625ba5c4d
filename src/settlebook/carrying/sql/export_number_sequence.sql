COPY (SELECT kind, next FROM log.number_sequence WHERE ledger_id = :ledger ORDER BY kind COLLATE "C") TO STDOUT
