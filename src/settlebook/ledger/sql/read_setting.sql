SELECT value FROM log.setting WHERE ledger_id = :ledger_id AND name = :name
