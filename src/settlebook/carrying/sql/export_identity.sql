COPY (SELECT id, kind, owner_id FROM log.identity WHERE ledger_id = :ledger ORDER BY id) TO STDOUT
