-- What a payment or credit memo was used for, in the order of recording; of an application, what an undo can still take.
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
SELECT refunded.application_id, 'Refund', refunded.number, NULL, NULL, refunded.refund_id, refunded.effective_on,
       refunded.currency, refunded.amount_minor * currency.unit, NULL, refunded.policy_name, refunded.policy_version,
       refunded.command_id, created.actor, created.recorded_at, refunded.position
  FROM refund
  JOIN journal_refund AS refunded
    ON refunded.ledger_id = refund.ledger_id AND refunded.position = refund.created_position
  JOIN currency ON currency.code = refunded.currency
  JOIN journal_fact AS created
    ON created.ledger_id = refunded.ledger_id AND created.position = refunded.position
 WHERE refund.ledger_id = :ledger AND refund.source_id = :id AND refund.account_id = :account
 ORDER BY position;
