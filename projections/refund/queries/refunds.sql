-- Refunds by their ids, in the order of recording: what was paid back, out of which payment or credit memo.
SELECT refund.refund_id AS id, refund.number, refund.account_id, account.number AS account_number, refund.currency,
       refund.status, type_given(refund.details) AS type, refund.effective_on AS refund_date,
       refund.amount_minor * currency.unit AS amount,
       CASE refund.source_kind WHEN 'payment' THEN 'Payment' ELSE 'CreditMemo' END AS source_type,
       CASE refund.source_kind WHEN 'payment' THEN refund.source_id END AS payment_id,
       payment.number AS payment_number,
       CASE refund.source_kind WHEN 'credit_memo' THEN refund.source_id END AS credit_memo_id,
       memo.number AS credit_memo_number,
       created.recorded_at AS refund_transaction_time, canceled.recorded_at AS cancelled_on,
       created.actor AS created_by_id, created.recorded_at AS created_date,
       updated.actor AS updated_by_id, updated.recorded_at AS updated_date,
       refund.details, personal.content AS personal
  FROM refund
  JOIN account USING (ledger_id, account_id)
  JOIN currency ON currency.code = refund.currency
  LEFT JOIN payment
    ON refund.source_kind = 'payment' AND payment.ledger_id = refund.ledger_id AND payment.payment_id = refund.source_id
  LEFT JOIN document AS memo
    ON refund.source_kind = 'credit_memo' AND memo.ledger_id = refund.ledger_id AND memo.document_id = refund.source_id
  LEFT JOIN journal_fact AS created
    ON created.ledger_id = refund.ledger_id AND created.position = refund.created_position
  LEFT JOIN journal_fact AS updated
    ON updated.ledger_id = refund.ledger_id AND updated.position = refund.updated_position
  LEFT JOIN journal_fact AS canceled
    ON canceled.ledger_id = refund.ledger_id AND canceled.position = refund.canceled_position
  LEFT JOIN log.personal AS personal
    ON personal.ledger_id = refund.ledger_id AND personal.personal_id = refund.personal_id
 WHERE refund.ledger_id = :ledger AND refund.refund_id = ANY(:ids)
 ORDER BY refund.created_position;
