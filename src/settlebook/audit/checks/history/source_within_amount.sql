-- No payment and no credit memo item has less than nothing or more than its amount unapplied, on any day.
WITH unapplied AS (
    SELECT book, document_id, item_id, effective_on,
           sum(-signed_minor) OVER days AS unapplied_minor,
           max(position) OVER days AS last_position
      FROM posting_leg
     WHERE ledger_id = :ledger AND book IN ('unapplied_payment', 'on_account_credit')
    WINDOW days AS (PARTITION BY book, document_id, item_id ORDER BY effective_on)
), whole AS (
    SELECT payment_id AS document_id, payment_id AS subject, amount_minor
      FROM journal_payment WHERE ledger_id = :ledger
     UNION ALL
    SELECT document_id, item_id AS subject, max(amount_minor)
      FROM journal_item WHERE ledger_id = :ledger AND document_kind = 'credit_memo' GROUP BY document_id, item_id
)
SELECT unapplied.last_position AS position,
       coalesce(unapplied.item_id, unapplied.document_id) AS subject,
       'unapplied between 0 and ' || coalesce(whole.amount_minor, 0) || ' on ' || unapplied.effective_on AS expected,
       unapplied.unapplied_minor::text AS found
  FROM unapplied
  LEFT JOIN whole ON whole.document_id = unapplied.document_id
                 AND whole.subject = coalesce(unapplied.item_id, unapplied.document_id)
 WHERE unapplied.unapplied_minor < 0 OR unapplied.unapplied_minor > coalesce(whole.amount_minor, 0)
 ORDER BY 1
