-- Every credit memo is the sum of its items: applied, unapplied and refunded.
WITH items AS (
    SELECT credit_memo_id, sum(applied_minor) AS applied_minor, sum(unapplied_minor) AS unapplied_minor,
           sum(refunded_minor) AS refunded_minor, max(updated_position) AS position
      FROM credit_memo_item_balance WHERE ledger_id = :ledger GROUP BY credit_memo_id
)
SELECT coalesce(items.position, model.updated_position) AS position,
       coalesce(items.credit_memo_id, model.credit_memo_id) AS subject,
       concat_ws(' / ', items.applied_minor, items.unapplied_minor, items.refunded_minor) AS expected,
       concat_ws(' / ', model.applied_minor, model.unapplied_minor, model.refunded_minor) AS found
  FROM items
  FULL JOIN (SELECT * FROM credit_memo_balance WHERE ledger_id = :ledger) AS model USING (credit_memo_id)
 WHERE (items.applied_minor, items.unapplied_minor, items.refunded_minor)
       IS DISTINCT FROM (model.applied_minor, model.unapplied_minor, model.refunded_minor)
 ORDER BY 1
