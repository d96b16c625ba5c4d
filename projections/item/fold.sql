-- fold.sql: takes over the items after :after and up to :upto; the highest position wins.
-- An item is there on every day, so :day narrows its edits only: what it owes on a day is item_balance's to say.
INSERT INTO item AS known (ledger_id, item_id, document_id, document_kind, account_id, currency, line, discount_line,
       tax_line, parent_id, discounts, amount_minor, tax_minor, tax_mode, source_item_id, unapplied_part_item_id, details,
       created_position, updated_position)
SELECT DISTINCT ON (ledger_id, item_id)
       ledger_id, item_id, document_id, document_kind, account_id, currency, item_line, discount_line,
       tax_line, parent_id, discounts, amount_minor, tax_minor, tax_mode, source_item_id, unapplied_part_item_id, details,
       min(position) OVER (PARTITION BY ledger_id, item_id), position
  FROM journal_item
 WHERE ledger_id = :ledger AND position > :after AND position <= :upto AND fact <> 'removed'
   AND (:day::date IS NULL OR effective_on <= :day OR fact = 'created')
   AND (:account::uuid IS NULL OR account_id = :account)
 ORDER BY ledger_id, item_id, position DESC
ON CONFLICT (ledger_id, item_id) DO UPDATE
   SET account_id = excluded.account_id,
       currency = excluded.currency,
       line = excluded.line,
       discount_line = excluded.discount_line,
       tax_line = excluded.tax_line,
       parent_id = excluded.parent_id,
       discounts = excluded.discounts,
       amount_minor = excluded.amount_minor,
       tax_minor = excluded.tax_minor,
       tax_mode = excluded.tax_mode,
       source_item_id = excluded.source_item_id,
       details = excluded.details,
       updated_position = excluded.updated_position;

-- An edit tells an item whole, or that it is gone: what it does not tell of it any more is gone too.
DELETE FROM item
 USING edited_rows(:ledger, :after, :upto, :day, :account) AS edited
 WHERE item.ledger_id = :ledger AND item.item_id = edited.item_id AND edited.is_gone;
