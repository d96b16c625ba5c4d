-- Netting fills negative rows up from positive ones of the same document, and takes back what it filled, never more.
WITH line AS (
    SELECT position, effective_on, application_id, debit_document_id, credit_document_id,
           CASE kind WHEN 'net' THEN debit_item_id ELSE credit_item_id END AS negative_item_id,
           CASE kind WHEN 'net' THEN credit_item_id ELSE debit_item_id END AS positive_item_id,
           CASE kind WHEN 'net' THEN amount_minor ELSE -amount_minor END AS signed_minor
      FROM journal_posting
     WHERE ledger_id = :ledger AND kind IN ('net', 'unnet')
), pair AS (
    SELECT line.*,
           sum(signed_minor) OVER (PARTITION BY debit_document_id, application_id, negative_item_id, positive_item_id
                                       ORDER BY effective_on) AS netted_minor
      FROM line
), posted AS (
    SELECT item_id, sum(signed_minor) FILTER (WHERE kind = 'post') AS amount_minor
      FROM posting_leg WHERE ledger_id = :ledger AND book = 'receivable' GROUP BY item_id
)
SELECT pair.position, negative_item_id AS subject,
       'a negative row of ' || debit_document_id || ' filled up by 0 or more on ' || pair.effective_on AS expected,
       concat_ws(' / ', credit_document_id, netted_minor, negative.amount_minor, positive.amount_minor) AS found
  FROM pair
  LEFT JOIN posted AS negative ON negative.item_id = negative_item_id
  LEFT JOIN posted AS positive ON positive.item_id = positive_item_id
 WHERE netted_minor < 0 OR debit_document_id <> credit_document_id
    OR coalesce(negative.amount_minor, 0) >= 0 OR coalesce(positive.amount_minor, 0) <= 0
 ORDER BY 1
