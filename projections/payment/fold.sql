-- fold.sql: takes over the payments after :after and up to :upto and what became of them, and adds what moved between
-- them and documents. Of one :account are those that belong to it at :upto, on :day, wherever they came from.
INSERT INTO payment (ledger_id, payment_id, number, account_id, currency, amount_minor, effective_on, status, prepayment,
       standalone, transferred_from, unapplied_part_id, personal_id, details, created_position, updated_position)
SELECT ledger_id, payment_id, number, account_id, currency, amount_minor, effective_on, 'Processed', prepayment,
       standalone, transferred_from, unapplied_part_id, personal_id, details, position, position
  FROM journal_payment
 WHERE ledger_id = :ledger AND position > :after AND position <= :upto
   AND (:day::date IS NULL OR effective_on <= :day)
ON CONFLICT (ledger_id, payment_id) DO NOTHING;

-- Each change tells a part of a payment; of each part the highest position wins. Only a whole transfer changes the owner.
UPDATE payment
   SET account_id = CASE WHEN changed.is_transferred THEN changed.account_id ELSE payment.account_id END,
       status = coalesce(changed.status, payment.status),
       personal_id = CASE WHEN changed.details IS NULL THEN payment.personal_id ELSE changed.personal_id END,
       details = coalesce(changed.details, payment.details),
       canceled_position = coalesce(changed.canceled_position, payment.canceled_position),
       updated_position = changed.position
  FROM (SELECT ledger_id, payment_id, max(position) AS position,
               coalesce(bool_or(to_payment_id = payment_id), false) AS is_transferred,
               (array_agg(to_account_id ORDER BY position DESC) FILTER (WHERE to_payment_id = payment_id))[1] AS account_id,
               (array_agg(initcap(fact) ORDER BY position DESC) FILTER (WHERE fact IN ('canceled', 'deleted')))[1] AS status,
               (array_agg(personal_id ORDER BY position DESC) FILTER (WHERE fact = 'edited'))[1] AS personal_id,
               (array_agg(details ORDER BY position DESC) FILTER (WHERE fact = 'edited'))[1] AS details,
               max(position) FILTER (WHERE fact = 'canceled') AS canceled_position
          FROM journal_payment_change
         WHERE ledger_id = :ledger AND position > :after AND position <= :upto
           AND (:day::date IS NULL OR effective_on <= :day)
         GROUP BY ledger_id, payment_id) AS changed
 WHERE payment.ledger_id = changed.ledger_id AND payment.payment_id = changed.payment_id;

DELETE FROM payment
 WHERE ledger_id = :ledger AND :account::uuid IS NOT NULL AND account_id IS DISTINCT FROM :account;

INSERT INTO payment_balance AS balance (ledger_id, payment_id, applied_minor, unapplied_minor, refunded_minor,
       transferred_minor, canceled_minor, updated_position)
SELECT ledger_id, document_id,
       sum(CASE WHEN other_book = 'receivable' THEN signed_minor ELSE 0 END),
       sum(-signed_minor),
       sum(CASE WHEN kind IN ('refund', 'refund_cancel') THEN signed_minor ELSE 0 END),
       sum(CASE WHEN kind = 'transfer' AND signed_minor > 0 AND other_document_id <> document_id
                THEN signed_minor ELSE 0 END),
       sum(CASE WHEN kind = 'cancel' THEN signed_minor ELSE 0 END),
       max(position)
  FROM posting_leg
 WHERE ledger_id = :ledger AND position > :after AND position <= :upto
   AND (:day::date IS NULL OR effective_on <= :day)
   AND (:account::uuid IS NULL OR document_id IN (SELECT payment_id FROM payment))
   AND book = 'unapplied_payment'
 GROUP BY ledger_id, document_id
ON CONFLICT (ledger_id, payment_id) DO UPDATE
   SET applied_minor = balance.applied_minor + excluded.applied_minor,
       unapplied_minor = balance.unapplied_minor + excluded.unapplied_minor,
       refunded_minor = balance.refunded_minor + excluded.refunded_minor,
       transferred_minor = balance.transferred_minor + excluded.transferred_minor,
       canceled_minor = balance.canceled_minor + excluded.canceled_minor,
       updated_position = greatest(balance.updated_position, excluded.updated_position);

INSERT INTO payment_part AS part (ledger_id, part_id, payment_id, document_id, document_kind,
       currency, amount_minor, created_position, updated_position)
SELECT ledger_id, part_id, source_id, document_id, document_kind, currency, sum(signed_minor), min(position), max(position)
  FROM settlement_line
 WHERE ledger_id = :ledger AND position > :after AND position <= :upto
   AND (:day::date IS NULL OR effective_on <= :day)
   AND (:account::uuid IS NULL OR source_id IN (SELECT payment_id FROM payment))
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
   AND (:account::uuid IS NULL OR source_id IN (SELECT payment_id FROM payment))
   AND source_kind = 'payment'
 GROUP BY ledger_id, part_item_id, part_id, document_kind, item_id, currency
ON CONFLICT (ledger_id, part_item_id) DO UPDATE
   SET amount_minor = item.amount_minor + excluded.amount_minor,
       created_position = least(item.created_position, excluded.created_position),
       updated_position = greatest(item.updated_position, excluded.updated_position);
