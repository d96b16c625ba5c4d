-- Every event that moved the balance of an item, in the order of recording: what is open of a receivable,
-- what is unapplied of a credit memo's item.
SELECT leg.position, leg.effective_on, fact.recorded_at, fact.topic, fact.actor,
       CASE leg.book WHEN 'receivable' THEN leg.signed_minor ELSE -leg.signed_minor END AS moved_minor,
       application.application_id, posting.undoes, application.policy_name, application.policy_version,
       coalesce(
           payment.number,
           document.number || '#' || other.line || coalesce('.' || other.tax_line, ''),
           refund.number
       ) AS counterpart
  FROM read.posting_leg AS leg
  JOIN read.journal_posting AS posting USING (ledger_id, position, line)
  JOIN read.journal_fact AS fact USING (ledger_id, position)
  LEFT JOIN read.journal_application AS application USING (ledger_id, position)
  LEFT JOIN read.payment AS payment
         ON payment.ledger_id = leg.ledger_id AND payment.payment_id = application.source_id
  LEFT JOIN read.item AS other -- of a posting between a credit memo's item and a receivable one
         ON other.ledger_id = leg.ledger_id
        AND other.item_id = CASE leg.item_id WHEN posting.debit_item_id THEN posting.credit_item_id
                                             ELSE posting.debit_item_id END
        AND other.item_id <> leg.item_id
  LEFT JOIN read.document AS document
         ON document.ledger_id = other.ledger_id AND document.document_id = other.document_id
  LEFT JOIN read.refund AS refund
         ON refund.ledger_id = leg.ledger_id AND refund.created_position = leg.position
 WHERE leg.ledger_id = :ledger AND leg.item_id = :id AND leg.book IN ('receivable', 'on_account_credit')
 ORDER BY leg.position, leg.line
