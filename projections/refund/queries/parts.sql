-- The one part of a refund: how much it took from its payment or credit memo; none once it is canceled.
SELECT refund.part_id AS id, refund.amount_minor * currency.unit AS amount,
       CASE refund.source_kind WHEN 'payment' THEN refund.source_id END AS payment_id,
       CASE refund.source_kind WHEN 'credit_memo' THEN refund.source_id END AS credit_memo_id,
       created.actor AS created_by_id, created.recorded_at AS created_date,
       updated.actor AS updated_by_id, updated.recorded_at AS updated_date
  FROM refund
  JOIN currency ON currency.code = refund.currency
  LEFT JOIN journal_fact AS created
    ON created.ledger_id = refund.ledger_id AND created.position = refund.created_position
  LEFT JOIN journal_fact AS updated
    ON updated.ledger_id = refund.ledger_id AND updated.position = refund.updated_position
 WHERE refund.ledger_id = :ledger AND refund.refund_id = :id AND refund.status = 'Processed';
