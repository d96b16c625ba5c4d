-- The one part of each refund: how much it took from its payment or credit memo. A canceled refund takes nothing.
CREATE VIEW data_query.RefundPart AS
SELECT refund.part_id AS id,
       refund.amount_minor * currency.unit AS amount,
       refund.refund_id AS refundId,
       CASE refund.source_kind WHEN 'payment' THEN refund.source_id END AS paymentId,
       CASE refund.source_kind WHEN 'credit_memo' THEN refund.source_id END AS creditMemoId,
       created.actor AS createdById,
       created.recorded_at AS createdDate,
       updated.actor AS updatedById,
       updated.recorded_at AS updatedDate
  FROM refund
  JOIN currency ON currency.code = refund.currency
  LEFT JOIN journal_fact AS created
    ON created.ledger_id = refund.ledger_id AND created.position = refund.created_position
  LEFT JOIN journal_fact AS updated
    ON updated.ledger_id = refund.ledger_id AND updated.position = refund.updated_position
 WHERE refund.ledger_id = current_ledger() AND refund.status = 'Processed';
