-- A settlement moves money of one currency: its source's and its document's.
WITH owner AS (
    SELECT document_id, max(currency) AS currency
      FROM journal_document WHERE ledger_id = :ledger GROUP BY document_id
     UNION ALL
    SELECT payment_id, currency FROM journal_payment WHERE ledger_id = :ledger
)
SELECT leg.position, leg.document_id AS subject, owner.currency AS expected, leg.currency AS found
  FROM posting_leg AS leg
  JOIN owner USING (document_id)
 WHERE leg.ledger_id = :ledger AND leg.currency <> owner.currency
 ORDER BY 1
