-- The payments of a list, with what it can be narrowed and sorted by; deleted ones left out.
SELECT payment.payment_id AS id, payment.number,
       payment.account_id AS "accountId", account.number AS "accountNumber",
       payment.amount_minor * currency.unit AS amount,
       balance.applied_minor * currency.unit AS "appliedAmount",
       balance.unapplied_minor * currency.unit AS "unappliedAmount",
       balance.refunded_minor * currency.unit AS "refundAmount",
       balance.transferred_minor * currency.unit AS "transferredAmount",
       0 * currency.unit AS "creditBalanceAmount",
       payment.currency, payment.effective_on AS "effectiveDate", payment.status,
       type_given(payment.details) AS type,
       payment.prepayment, payment.standalone,
       payment.details ->> 'referenceId' AS "referenceId",
       payment.details ->> 'secondPaymentReferenceId' AS "secondPaymentReferenceId",
       source_given(payment.details) AS source, payment.details ->> 'sourceName' AS "sourceName",
       created.actor AS "createdById", date_trunc('second', created.recorded_at) AS "createdDate",
       updated.actor AS "updatedById", date_trunc('second', updated.recorded_at) AS "updatedDate"
  FROM payment
  JOIN payment_balance AS balance USING (ledger_id, payment_id)
  JOIN currency ON currency.code = payment.currency
  LEFT JOIN account ON account.ledger_id = payment.ledger_id AND account.account_id = payment.account_id
  LEFT JOIN journal_fact AS created
    ON created.ledger_id = payment.ledger_id AND created.position = payment.created_position
  LEFT JOIN journal_fact AS updated
    ON updated.ledger_id = payment.ledger_id
   AND updated.position = greatest(payment.updated_position, balance.updated_position)
 WHERE payment.ledger_id = :ledger AND payment.status <> 'Deleted';
