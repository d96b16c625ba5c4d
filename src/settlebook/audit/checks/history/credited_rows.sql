-- What is taken of an invoice's rows to credit is what the memos made from it hold, and nothing for memos that ended.
WITH mirror AS (
    SELECT credit_memo_id, item_id, max(position) AS position,
           sum(CASE fact WHEN 'credited' THEN amount_minor ELSE -amount_minor END) AS amount_minor
      FROM journal_credited WHERE ledger_id = :ledger GROUP BY credit_memo_id, item_id
), memo AS (
    SELECT DISTINCT ON (document_id) document_id, referred_invoice_id,
           status NOT IN ('Canceled', 'Deleted') AND NOT reversed AS stands
      FROM journal_document
     WHERE ledger_id = :ledger AND kind = 'credit_memo' AND referred_invoice_id IS NOT NULL
     ORDER BY document_id, position DESC
), told AS (
    SELECT item.*, max(item.position) OVER (PARTITION BY coalesce(parent_id, item_id)) AS last_position
      FROM journal_item AS item JOIN memo USING (document_id)
     WHERE item.ledger_id = :ledger
), held AS (
    SELECT document_id AS credit_memo_id, source_item_id AS item_id, max(position) AS position, sum(amount_minor) AS amount_minor
      FROM (SELECT DISTINCT ON (item_id) * FROM told ORDER BY item_id, position DESC) AS latest
      JOIN memo USING (document_id)
     WHERE fact <> 'removed' AND position = last_position AND memo.stands AND source_item_id IS NOT NULL
     GROUP BY document_id, source_item_id
)
SELECT coalesce(mirror.position, held.position) AS position, item_id AS subject,
       coalesce(held.amount_minor, 0)::text AS expected, coalesce(mirror.amount_minor, 0)::text AS found
  FROM held
  FULL JOIN mirror USING (credit_memo_id, item_id)
 WHERE coalesce(held.amount_minor, 0) <> coalesce(mirror.amount_minor, 0)
 ORDER BY 1
