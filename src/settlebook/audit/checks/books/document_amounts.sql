-- Every document's amount and tax are what its items and tax items add up to.
WITH rows AS (
    SELECT document_id, sum(amount_minor) AS amount_minor,
           coalesce(sum(amount_minor) FILTER (WHERE tax_line IS NOT NULL), 0) AS tax_minor,
           max(updated_position) AS position
      FROM item WHERE ledger_id = :ledger GROUP BY document_id
), model AS (
    SELECT document_id, amount_minor, tax_minor, updated_position FROM document_balance WHERE ledger_id = :ledger
     UNION ALL
    SELECT credit_memo_id, amount_minor, tax_minor, updated_position FROM credit_memo_balance WHERE ledger_id = :ledger
)
SELECT coalesce(rows.position, model.updated_position) AS position, document_id AS subject,
       concat_ws(' / ', coalesce(rows.amount_minor, 0), coalesce(rows.tax_minor, 0)) AS expected,
       coalesce(concat_ws(' / ', model.amount_minor, model.tax_minor), 'no row') AS found
  FROM rows
  FULL JOIN model USING (document_id)
 WHERE (coalesce(rows.amount_minor, 0), coalesce(rows.tax_minor, 0)) IS DISTINCT FROM (model.amount_minor, model.tax_minor)
 ORDER BY 1
