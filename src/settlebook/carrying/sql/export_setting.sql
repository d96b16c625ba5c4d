COPY (SELECT name, value FROM log.setting WHERE ledger_id = :ledger ORDER BY name COLLATE "C") TO STDOUT
