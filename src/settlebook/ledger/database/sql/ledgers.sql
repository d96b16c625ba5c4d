-- The ledgers that were begun in this database, by name: something was recorded or chosen there, or a client let in.
SELECT ledger_id FROM log.log_head
UNION
SELECT ledger_id FROM log.epoch
UNION
SELECT ledger_id FROM log.setting
UNION
SELECT ledger_id FROM log.seal
UNION
SELECT ledger_id FROM api.client
ORDER BY 1
