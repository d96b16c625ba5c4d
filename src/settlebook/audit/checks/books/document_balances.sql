-- Every document balance is the sum of its item and tax item balances.
WITH items AS (
    SELECT document_id,
           sum(paid_minor) AS paid_minor,
           sum(credited_minor) AS credited_minor,
           sum(balance_minor) AS balance_minor,
           max(updated_position) AS position
      FROM item_balance
     WHERE ledger_id = :ledger
     GROUP BY document_id
)
SELECT coalesce(items.position, model.updated_position) AS position,
       coalesce(items.document_id, model.document_id) AS subject,
       concat_ws(' / ', items.paid_minor, items.credited_minor, items.balance_minor) AS expected,
       CASE WHEN model.document_id IS NULL THEN 'no row'
            ELSE concat_ws(' / ', model.paid_minor, model.credited_minor, model.balance_minor)
       END AS found
  FROM items
  FULL JOIN (SELECT * FROM document_balance WHERE ledger_id = :ledger) AS model
 USING (document_id)
 WHERE (items.paid_minor, items.credited_minor, items.balance_minor)
       IS DISTINCT FROM (model.paid_minor, model.credited_minor, model.balance_minor)
 ORDER BY 1
