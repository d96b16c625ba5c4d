-- Payments by their ids, in the order of recording: what came in and where it is; unassigned ones have no account.
SELECT payment.payment_id AS id, payment.number, payment.account_id, account.number AS account_number,
       payment.currency, payment.status, type_given(payment.details) AS type,
       payment.effective_on AS effective_date,
       payment.amount_minor * currency.unit AS amount,
       balance.applied_minor * currency.unit AS applied_amount,
       balance.unapplied_minor * currency.unit AS unapplied_amount,
       balance.refunded_minor * currency.unit AS refund_amount,
       balance.transferred_minor * currency.unit AS transferred_amount,
       payment.transferred_from AS transferred_from_payment_id, origin.number AS transferred_from_payment_number,
       0 * currency.unit AS credit_balance_amount,
       payment.prepayment, payment.standalone, source_given(payment.details) AS source,
       canceled.recorded_at AS cancelled_on,
       created.actor AS created_by_id, created.recorded_at AS created_date,
       updated.actor AS updated_by_id, updated.recorded_at AS updated_date,
       payment.details, personal.content AS personal
  FROM payment
  JOIN payment_balance AS balance USING (ledger_id, payment_id)
  LEFT JOIN account USING (ledger_id, account_id)
  LEFT JOIN payment AS origin
    ON origin.ledger_id = payment.ledger_id AND origin.payment_id = payment.transferred_from
  JOIN currency ON currency.code = payment.currency
  LEFT JOIN journal_fact AS created
    ON created.ledger_id = payment.ledger_id AND created.position = payment.created_position
  LEFT JOIN journal_fact AS updated
    ON updated.ledger_id = payment.ledger_id
   AND updated.position = greatest(payment.updated_position, balance.updated_position)
  LEFT JOIN journal_fact AS canceled
    ON canceled.ledger_id = payment.ledger_id AND canceled.position = payment.canceled_position
  LEFT JOIN log.personal AS personal
    ON personal.ledger_id = payment.ledger_id AND personal.personal_id = payment.personal_id
 WHERE payment.ledger_id = :ledger AND payment.payment_id = ANY(:ids)
 ORDER BY payment.created_position;
