-- fold.sql: takes over the payments after :after and up to :upto, and adds what moved between them and documents.
INSERT INTO payment AS known (ledger_id, payment_id, number, account_id, currency, amount_minor, effective_on,
       unapplied_part_id, personal_id, details, created_position, updated_position)
SELECT DISTINCT ON (ledger_id, payment_id)
       ledger_id, payment_id, number, account_id, currency, amount_minor, effective_on,
       unapplied_part_id, personal_id, details, min(position) OVER (PARTITION BY ledger_id, payment_id), position
  FROM journal_payment
 WHERE ledger_id = :ledger AND position > :after AND position <= :upto
   AND (:day::date IS NULL OR effective_on <= :day)
   AND (:account::uuid IS NULL OR account_id = :account)
 ORDER BY ledger_id, payment_id, position DESC
ON CONFLICT (ledger_id, payment_id) DO UPDATE
   SET number = excluded.number,
       account_id = excluded.account_id,
       currency = excluded.currency,
       amount_minor = excluded.amount_minor,
       effective_on = excluded.effective_on,
       personal_id = excluded.personal_id,
       details = excluded.details,
       updated_position = excluded.updated_position;

INSERT INTO payment_balance AS balance (ledger_id, payment_id,
       applied_minor, unapplied_minor, refunded_minor, updated_position)
SELECT ledger_id, document_id,
       sum(CASE WHEN other_book = 'receivable' THEN signed_minor ELSE 0 END),
       sum(-signed_minor),
       sum(CASE WHEN kind = 'refund' THEN signed_minor ELSE 0 END),
       max(position)
  FROM posting_leg
 WHERE ledger_id = :ledger AND position > :after AND position <= :upto
   AND (:day::date IS NULL OR effective_on <= :day)
   AND (:account::uuid IS NULL OR account_id = :account)
   AND book = 'unapplied_payment'
 GROUP BY ledger_id, document_id
ON CONFLICT (ledger_id, payment_id) DO UPDATE
   SET applied_minor = balance.applied_minor + excluded.applied_minor,
       unapplied_minor = balance.unapplied_minor + excluded.unapplied_minor,
       refunded_minor = balance.refunded_minor + excluded.refunded_minor,
       updated_position = greatest(balance.updated_position, excluded.updated_position);

INSERT INTO payment_part AS part (ledger_id, part_id, payment_id, document_id, document_kind,
       currency, amount_minor, created_position, updated_position)
SELECT ledger_id, part_id, source_id, document_id, document_kind, currency, sum(signed_minor), min(position), max(position)
  FROM settlement_line
 WHERE ledger_id = :ledger AND position > :after AND position <= :upto
   AND (:day::date IS NULL OR effective_on <= :day)
   AND (:account::uuid IS NULL OR account_id = :account)
   AND source_kind = 'payment'
 GROUP BY ledger_id, part_id, source_id, document_id, document_kind, currency
ON CONFLICT (ledger_id, part_id) DO UPDATE
   SET amount_minor = part.amount_minor + excluded.amount_minor,
       created_position = least(part.created_position, excluded.created_position),
       updated_position = greatest(part.updated_position, excluded.updated_position);

INSERT INTO payment_part_item AS item (ledger_id, part_item_id, part_id, document_kind, item_id, currency,
       amount_minor, created_position, updated_position)
SELECT ledger_id, part_item_id, part_id, document_kind, item_id, currency,
       sum(signed_minor), min(position), max(position)
  FROM settlement_line
 WHERE ledger_id = :ledger AND position > :after AND position <= :upto
   AND (:day::date IS NULL OR effective_on <= :day)
   AND (:account::uuid IS NULL OR account_id = :account)
   AND source_kind = 'payment'
 GROUP BY ledger_id, part_item_id, part_id, document_kind, item_id, currency
ON CONFLICT (ledger_id, part_item_id) DO UPDATE
   SET amount_minor = item.amount_minor + excluded.amount_minor,
       created_position = least(item.created_position, excluded.created_position),
       updated_position = greatest(item.updated_position, excluded.updated_position);
