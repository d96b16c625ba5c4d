-- Which account everything belongs to that a row may name; money of nobody belongs to none.
CREATE TEMPORARY TABLE exported_owner ON COMMIT DROP AS
SELECT account_id AS id, account_id FROM account WHERE ledger_id = :ledger
UNION ALL
SELECT document_id, account_id FROM document WHERE ledger_id = :ledger
UNION ALL
SELECT payment_id, account_id FROM payment WHERE ledger_id = :ledger AND account_id IS NOT NULL
UNION ALL
SELECT DISTINCT item_id, account_id FROM journal_item WHERE ledger_id = :ledger;
ANALYZE exported_owner;
