-- fold.sql: takes over the items after :after and up to :upto; the highest position wins.
-- An item reads the same on every day, so :day does not narrow it: what it owes on a day is item_balance's to say.
INSERT INTO item AS known (ledger_id, item_id, document_id, document_kind, account_id, currency, line, tax_line,
       parent_id, amount_minor, tax_minor, tax_mode, source_item_id, unapplied_part_item_id, details,
       created_position, updated_position)
SELECT DISTINCT ON (ledger_id, item_id)
       ledger_id, item_id, document_id, document_kind, account_id, currency, item_line, tax_line,
       parent_id, amount_minor, tax_minor, tax_mode, source_item_id, unapplied_part_item_id, details,
       min(position) OVER (PARTITION BY ledger_id, item_id), position
  FROM journal_item
 WHERE ledger_id = :ledger AND position > :after AND position <= :upto
   AND (:account::uuid IS NULL OR account_id = :account)
 ORDER BY ledger_id, item_id, position DESC
ON CONFLICT (ledger_id, item_id) DO UPDATE
   SET account_id = excluded.account_id,
       currency = excluded.currency,
       line = excluded.line,
       tax_line = excluded.tax_line,
       parent_id = excluded.parent_id,
       amount_minor = excluded.amount_minor,
       tax_minor = excluded.tax_minor,
       tax_mode = excluded.tax_mode,
       source_item_id = excluded.source_item_id,
       details = excluded.details,
       updated_position = excluded.updated_position;
