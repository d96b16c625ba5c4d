-- What a payment or credit memo was used for, in the order of recording: applied, taken back, transferred, refunded. Of
-- an application, what an undo can still take; of a transfer to another payment, that one's number.
SELECT application.application_id AS id, initcap(application.kind) AS type,
       document.number AS document_number,
       CASE application.document_kind WHEN 'invoice' THEN application.document_id END AS invoice_id,
       CASE application.document_kind WHEN 'debit_memo' THEN application.document_id END AS debit_memo_id,
       NULL::uuid AS refund_id,
       application.effective_on AS effective_date,
       application.currency,
       application.amount_minor * currency.unit AS amount,
       CASE application.kind WHEN 'apply' THEN
           (SELECT sum(lot.remaining_minor) FROM application_lot AS lot
             WHERE lot.ledger_id = application.ledger_id AND lot.application_id = application.application_id)
           END * currency.unit AS remaining,
       application.policy_name AS policy, application.policy_version,
       application.command_id AS application_group_id,
       created.actor AS created_by_id, created.recorded_at AS created_date,
       application.position
  FROM journal_application AS application
  JOIN document USING (ledger_id, document_id)
  JOIN currency ON currency.code = application.currency
  JOIN journal_fact AS created
    ON created.ledger_id = application.ledger_id AND created.position = application.position
 WHERE application.ledger_id = :ledger AND application.source_id = :id
UNION ALL
SELECT moved.from_application_id, 'Transferred From', other.number, NULL, NULL, NULL, moved.effective_on,
       moved.currency, moved.amount_minor * currency.unit, NULL, NULL, NULL,
       moved.command_id, created.actor, created.recorded_at, moved.position
  FROM journal_payment_change AS moved
  JOIN payment AS other ON other.ledger_id = moved.ledger_id AND other.payment_id = moved.to_payment_id
  JOIN currency ON currency.code = moved.currency
  JOIN journal_fact AS created
    ON created.ledger_id = moved.ledger_id AND created.position = moved.position
 WHERE moved.ledger_id = :ledger AND moved.payment_id = :id AND moved.fact = 'transferred'
UNION ALL
SELECT moved.to_application_id, 'Transferred To', other.number, NULL, NULL, NULL, moved.effective_on,
       moved.currency, moved.amount_minor * currency.unit, NULL, NULL, NULL,
       moved.command_id, created.actor, created.recorded_at, moved.position
  FROM journal_payment_change AS moved
  JOIN payment AS other ON other.ledger_id = moved.ledger_id AND other.payment_id = moved.payment_id
  JOIN currency ON currency.code = moved.currency
  JOIN journal_fact AS created
    ON created.ledger_id = moved.ledger_id AND created.position = moved.position
 WHERE moved.ledger_id = :ledger AND moved.to_payment_id = :id AND moved.fact = 'transferred'
UNION ALL
SELECT refunded.application_id, 'Refund', refunded.number, NULL, NULL, refunded.refund_id, refunded.effective_on,
       refunded.currency, refunded.amount_minor * currency.unit, NULL, refunded.policy_name, refunded.policy_version,
       refunded.command_id, created.actor, created.recorded_at, refunded.position
  FROM refund
  JOIN journal_refund AS refunded
    ON refunded.ledger_id = refund.ledger_id AND refunded.position = refund.created_position
  JOIN currency ON currency.code = refunded.currency
  JOIN journal_fact AS created
    ON created.ledger_id = refunded.ledger_id AND created.position = refunded.position
 WHERE refund.ledger_id = :ledger AND refund.source_id = :id
UNION ALL
SELECT canceled.application_id, 'Refund Canceled', refund.number, NULL, NULL, canceled.refund_id, canceled.effective_on,
       canceled.currency, canceled.amount_minor * currency.unit, NULL, NULL, NULL,
       canceled.command_id, created.actor, created.recorded_at, canceled.position
  FROM journal_refund_change AS canceled
  JOIN refund USING (ledger_id, refund_id)
  JOIN currency ON currency.code = canceled.currency
  JOIN journal_fact AS created
    ON created.ledger_id = canceled.ledger_id AND created.position = canceled.position
 WHERE canceled.ledger_id = :ledger AND canceled.source_id = :id AND canceled.fact = 'canceled'
 ORDER BY position, type;
