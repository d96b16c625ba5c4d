-- Every document brings into the books what it holds when it is posted, row by row.
WITH posted AS (
    SELECT document_id, position FROM journal_document WHERE ledger_id = :ledger AND fact = 'posted'
), told AS (
    SELECT posted.position AS posted_at, item.document_id, item.item_id, item.amount_minor, item.fact, item.position,
           max(item.position) OVER (PARTITION BY posted.position, coalesce(item.parent_id, item.item_id)) AS last_position
      FROM posted
      JOIN journal_item AS item
        ON item.ledger_id = :ledger AND item.document_id = posted.document_id AND item.position < posted.position
), latest AS (
    SELECT DISTINCT ON (posted_at, item_id)
           posted_at, document_id, item_id, amount_minor, fact = 'removed' OR position < last_position AS is_gone
      FROM told
     ORDER BY posted_at, item_id, position DESC
), drafted AS (
    SELECT posted_at, document_id, item_id, amount_minor FROM latest WHERE NOT is_gone
), moved AS (
    SELECT position AS posted_at, document_id, item_id,
           sum(CASE book WHEN 'receivable' THEN signed_minor ELSE -signed_minor END) AS amount_minor
      FROM posting_leg
     WHERE ledger_id = :ledger AND kind = 'post' AND book IN ('receivable', 'on_account_credit')
     GROUP BY position, document_id, item_id
)
SELECT posted_at AS position, item_id AS subject,
       coalesce(drafted.amount_minor::text, 'no such row') AS expected,
       coalesce(moved.amount_minor::text, 'nothing') AS found
  FROM drafted
  FULL JOIN moved USING (posted_at, document_id, item_id)
 WHERE coalesce(drafted.amount_minor, 0) <> coalesce(moved.amount_minor, 0)
    OR drafted.item_id IS NULL
 ORDER BY 1
