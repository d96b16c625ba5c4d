-- Unposting takes out of the books what posting brought in, row by row.
WITH brought AS (
    SELECT position, kind, document_id, item_id,
           sum(CASE book WHEN 'receivable' THEN signed_minor ELSE -signed_minor END)
               OVER (PARTITION BY document_id, item_id ORDER BY position) AS left_minor
      FROM posting_leg
     WHERE ledger_id = :ledger AND kind IN ('post', 'unpost') AND book IN ('receivable', 'on_account_credit')
), unposted AS (
    SELECT document_id, position FROM journal_document WHERE ledger_id = :ledger AND fact = 'unposted'
), at_end AS (
    SELECT DISTINCT ON (unposted.position, brought.item_id)
           unposted.position, brought.item_id, brought.left_minor
      FROM unposted
      JOIN brought ON brought.document_id = unposted.document_id AND brought.position <= unposted.position
     ORDER BY unposted.position, brought.item_id, brought.position DESC
)
SELECT position, item_id AS subject, '0 after unposting' AS expected, left_minor::text AS found
  FROM at_end
 WHERE left_minor <> 0
 ORDER BY 1
