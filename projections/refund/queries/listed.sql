-- The refunds of a list, with what it can be narrowed and sorted by; deleted ones left out.
SELECT refund.refund_id AS id, refund.number,
       refund.account_id AS "accountId", account.number AS "accountNumber",
       refund.amount_minor * currency.unit AS amount, refund.currency,
       refund.details ->> 'methodType' AS "methodType",
       CASE refund.source_kind WHEN 'payment' THEN refund.source_id END AS "paymentId",
       CASE refund.source_kind WHEN 'credit_memo' THEN refund.source_id END AS "creditMemoId",
       CASE refund.source_kind WHEN 'payment' THEN 'Payment' ELSE 'CreditMemo' END AS "sourceType",
       refund.effective_on AS "refundDate", refund.status, type_given(refund.details) AS type,
       refund.details ->> 'reasonCode' AS "reasonCode", refund.details ->> 'referenceId' AS "referenceId",
       refund.details ->> 'secondRefundReferenceId' AS "secondRefundReferenceId",
       created.actor AS "createdById", date_trunc('second', created.recorded_at) AS "createdDate",
       updated.actor AS "updatedById", date_trunc('second', updated.recorded_at) AS "updatedDate"
  FROM refund
  JOIN account USING (ledger_id, account_id)
  JOIN currency ON currency.code = refund.currency
  LEFT JOIN journal_fact AS created
    ON created.ledger_id = refund.ledger_id AND created.position = refund.created_position
  LEFT JOIN journal_fact AS updated
    ON updated.ledger_id = refund.ledger_id AND updated.position = refund.updated_position
 WHERE refund.ledger_id = :ledger AND refund.status <> 'Deleted';
