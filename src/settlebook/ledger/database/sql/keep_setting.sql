INSERT INTO log.setting (ledger_id, name, value) VALUES (:ledger_id, :name, :value)
ON CONFLICT DO NOTHING
