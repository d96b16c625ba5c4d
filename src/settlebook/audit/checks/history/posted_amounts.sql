-- Every document brings into the books what it was created with, row by row.
WITH posted AS (
    SELECT document_id, min(position) AS position
      FROM journal_document WHERE ledger_id = :ledger AND fact = 'posted' GROUP BY document_id
), drafted AS (
    SELECT document_id, item_id, sum(amount_minor) AS amount_minor
      FROM journal_item JOIN posted USING (document_id)
     WHERE ledger_id = :ledger GROUP BY document_id, item_id
), moved AS (
    SELECT document_id, item_id, sum(CASE book WHEN 'receivable' THEN signed_minor ELSE -signed_minor END) AS amount_minor
      FROM posting_leg
     WHERE ledger_id = :ledger AND kind = 'post' AND book IN ('receivable', 'on_account_credit')
     GROUP BY document_id, item_id
)
SELECT posted.position, item_id AS subject,
       coalesce(drafted.amount_minor::text, 'no such row') AS expected,
       coalesce(moved.amount_minor::text, 'nothing') AS found
  FROM drafted
  FULL JOIN moved USING (document_id, item_id)
  LEFT JOIN posted USING (document_id)
 WHERE coalesce(drafted.amount_minor, 0) <> coalesce(moved.amount_minor, 0)
    OR drafted.item_id IS NULL
 ORDER BY 1
