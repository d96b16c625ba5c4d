-- Every event that moved the balance of an item, in the order of recording: what is open of a receivable,
-- what is unapplied of a credit memo's item.
SELECT leg.position, leg.effective_on, fact.recorded_at, fact.topic, fact.actor,
       CASE leg.book WHEN 'receivable' THEN leg.signed_minor ELSE -leg.signed_minor END AS moved_minor,
       application.application_id, posting.undoes, application.policy_name, application.policy_version,
       coalesce(payment.number, other.number, refund.number) AS counterpart
  FROM read.posting_leg AS leg
  JOIN read.journal_posting AS posting USING (ledger_id, position, line)
  JOIN read.journal_fact AS fact USING (ledger_id, position)
  LEFT JOIN read.journal_application AS application USING (ledger_id, position)
  LEFT JOIN read.payment AS payment
         ON payment.ledger_id = leg.ledger_id AND payment.payment_id = application.source_id
  LEFT JOIN read.document AS other
         ON other.ledger_id = leg.ledger_id
        AND other.document_id = CASE leg.book WHEN 'receivable' THEN application.source_id
                                              ELSE application.document_id END
  LEFT JOIN read.refund AS refund
         ON refund.ledger_id = leg.ledger_id AND refund.created_position = leg.position
 WHERE leg.ledger_id = :ledger AND leg.item_id = :id AND leg.book IN ('receivable', 'on_account_credit')
 ORDER BY leg.position, leg.line
