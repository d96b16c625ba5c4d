-- fold.sql: takes over the refunds after :after and up to :upto and what became of them, and adds what they paid out of
-- credit memo rows.
INSERT INTO refund (ledger_id, refund_id, number, source_kind, source_id, account_id, currency, amount_minor,
       effective_on, status, part_id, application_id, personal_id, details, created_position, updated_position)
SELECT ledger_id, refund_id, number, source_kind, source_id, account_id, currency, amount_minor,
       effective_on, 'Processed', part_id, application_id, personal_id, details, position, position
  FROM journal_refund
 WHERE ledger_id = :ledger AND position > :after AND position <= :upto
   AND (:day::date IS NULL OR effective_on <= :day)
   AND (:account::uuid IS NULL OR account_id = :account)
ON CONFLICT (ledger_id, refund_id) DO NOTHING;

-- Each change tells a part of a refund; of each part the highest position wins.
UPDATE refund
   SET status = coalesce(changed.status, refund.status),
       personal_id = CASE WHEN changed.details IS NULL THEN refund.personal_id ELSE changed.personal_id END,
       details = coalesce(changed.details, refund.details),
       canceled_position = coalesce(changed.canceled_position, refund.canceled_position),
       updated_position = changed.position
  FROM (SELECT ledger_id, refund_id, max(position) AS position,
               (array_agg(initcap(fact) ORDER BY position DESC) FILTER (WHERE fact <> 'edited'))[1] AS status,
               (array_agg(personal_id ORDER BY position DESC) FILTER (WHERE fact = 'edited'))[1] AS personal_id,
               (array_agg(details ORDER BY position DESC) FILTER (WHERE fact = 'edited'))[1] AS details,
               max(position) FILTER (WHERE fact = 'canceled') AS canceled_position
          FROM journal_refund_change
         WHERE ledger_id = :ledger AND position > :after AND position <= :upto
           AND (:day::date IS NULL OR effective_on <= :day)
         GROUP BY ledger_id, refund_id) AS changed
 WHERE refund.ledger_id = changed.ledger_id AND refund.refund_id = changed.refund_id;

INSERT INTO refund_part_item AS item (ledger_id, part_item_id, part_id, source_item_id, currency, amount_minor,
       created_position, updated_position)
SELECT ledger_id, part_item_id, part_id, coalesce(debit_item_id, credit_item_id), currency,
       sum(CASE kind WHEN 'refund' THEN amount_minor ELSE -amount_minor END), min(position), max(position)
  FROM journal_posting
 WHERE ledger_id = :ledger AND position > :after AND position <= :upto
   AND (:day::date IS NULL OR effective_on <= :day)
   AND (:account::uuid IS NULL OR debit_account_id = :account)
   AND kind IN ('refund', 'refund_cancel') AND part_item_id IS NOT NULL
 GROUP BY ledger_id, part_item_id, part_id, coalesce(debit_item_id, credit_item_id), currency
ON CONFLICT (ledger_id, part_item_id) DO UPDATE
   SET amount_minor = item.amount_minor + excluded.amount_minor,
       created_position = least(item.created_position, excluded.created_position),
       updated_position = greatest(item.updated_position, excluded.updated_position);
