COPY (SELECT kind, number, id
        FROM log.number
       WHERE ledger_id = :ledger
       ORDER BY kind COLLATE "C", number COLLATE "C") TO STDOUT
