-- What is posted, settled, refunded or credited of a document is one of its own rows.
WITH moved AS (
    SELECT position, document_id, item_id
      FROM posting_leg
     WHERE ledger_id = :ledger AND book IN ('receivable', 'on_account_credit', 'revenue')
     UNION ALL
    SELECT position, invoice_id, item_id FROM journal_credited WHERE ledger_id = :ledger
)
SELECT moved.position, moved.document_id AS subject,
       'a row of the document' AS expected, coalesce(moved.item_id::text, 'none') AS found
  FROM moved
  LEFT JOIN (SELECT item_id, document_id FROM journal_item WHERE ledger_id = :ledger) AS item
         ON item.item_id = moved.item_id AND item.document_id = moved.document_id
 WHERE item.item_id IS NULL
 ORDER BY 1
