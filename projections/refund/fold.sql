-- fold.sql: takes over the refunds after :after and up to :upto, and adds what they paid out of credit memo rows.
INSERT INTO refund AS known (ledger_id, refund_id, number, source_kind, source_id, account_id, currency,
       amount_minor, effective_on, part_id, personal_id, details, created_position, updated_position)
SELECT DISTINCT ON (ledger_id, refund_id)
       ledger_id, refund_id, number, source_kind, source_id, account_id, currency,
       amount_minor, effective_on, part_id, personal_id, details,
       min(position) OVER (PARTITION BY ledger_id, refund_id), position
  FROM journal_refund
 WHERE ledger_id = :ledger AND position > :after AND position <= :upto
   AND (:day::date IS NULL OR effective_on <= :day)
   AND (:account::uuid IS NULL OR account_id = :account)
 ORDER BY ledger_id, refund_id, position DESC
ON CONFLICT (ledger_id, refund_id) DO UPDATE
   SET number = excluded.number,
       amount_minor = excluded.amount_minor,
       effective_on = excluded.effective_on,
       personal_id = excluded.personal_id,
       details = excluded.details,
       updated_position = excluded.updated_position;

INSERT INTO refund_part_item AS item (ledger_id, part_item_id, part_id, source_item_id, currency, amount_minor,
       created_position, updated_position)
SELECT ledger_id, part_item_id, part_id, debit_item_id, currency, sum(amount_minor), min(position), max(position)
  FROM journal_posting
 WHERE ledger_id = :ledger AND position > :after AND position <= :upto
   AND (:day::date IS NULL OR effective_on <= :day)
   AND (:account::uuid IS NULL OR debit_account_id = :account)
   AND kind = 'refund' AND debit_book = 'on_account_credit'
 GROUP BY ledger_id, part_item_id, part_id, debit_item_id, currency
ON CONFLICT (ledger_id, part_item_id) DO UPDATE
   SET amount_minor = item.amount_minor + excluded.amount_minor,
       created_position = least(item.created_position, excluded.created_position),
       updated_position = greatest(item.updated_position, excluded.updated_position);
