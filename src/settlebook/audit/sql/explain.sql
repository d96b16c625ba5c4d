-- Every event that moved the balance of an item or a payment, in the order of recording: what is open of a receivable,
-- what is unapplied of a credit memo's item or of a payment.
SELECT leg.position, leg.effective_on, fact.recorded_at, fact.topic, fact.actor,
       CASE leg.book WHEN 'receivable' THEN leg.signed_minor ELSE -leg.signed_minor END AS moved_minor,
       application.application_id, posting.undoes, application.policy_name, application.policy_version,
       CASE WHEN other.item_id <> leg.item_id OR leg.item_id IS NULL AND other.item_id IS NOT NULL
            THEN document.number || '#' || other.line || coalesce('d' || other.discount_line, '')
                 || coalesce('.' || other.tax_line, '')
            ELSE coalesce(payment.number, refund.number) END AS counterpart,
       leg.kind, leg.book, mark.kind AS mark, account.number AS account_number, leg.other_document_id = :id AS is_whole
  FROM posting_leg AS leg
  JOIN journal_posting AS posting USING (ledger_id, position, line)
  JOIN journal_fact AS fact USING (ledger_id, position)
  LEFT JOIN journal_application AS application USING (ledger_id, position)
  LEFT JOIN payment AS payment
         ON payment.ledger_id = leg.ledger_id AND payment.payment_id = leg.other_document_id
  LEFT JOIN item AS other -- what is on the other side of a settlement or a netting
         ON other.ledger_id = leg.ledger_id AND other.item_id = leg.other_item_id
  LEFT JOIN document AS document
         ON document.ledger_id = other.ledger_id AND document.document_id = other.document_id
  LEFT JOIN refund AS refund
         ON refund.ledger_id = leg.ledger_id AND leg.position IN (refund.created_position, refund.canceled_position)
  LEFT JOIN account AS account ON account.ledger_id = leg.ledger_id AND account.account_id = leg.account_id
  LEFT JOIN LATERAL (
       SELECT mark.kind
         FROM document_mark AS mark
         JOIN journal_fact AS told USING (ledger_id, position)
        WHERE mark.ledger_id = leg.ledger_id AND told.command_id = fact.command_id AND leg.kind = 'apply'
          AND leg.document_id IN (mark.document_id, mark.other_document_id)
          AND leg.other_document_id IN (mark.document_id, mark.other_document_id)
        LIMIT 1) AS mark ON true
 WHERE leg.ledger_id = :ledger
   AND (leg.item_id = :id AND leg.book IN ('receivable', 'on_account_credit')
        OR leg.document_id = :id AND leg.book = 'unapplied_payment')
 ORDER BY leg.position, leg.line, moved_minor
