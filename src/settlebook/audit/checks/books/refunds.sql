-- Every refund is what left the bank for it, and for credit memos the sum of its part items.
WITH history AS (
    SELECT position, sum(amount_minor) AS amount_minor
      FROM journal_posting WHERE ledger_id = :ledger AND kind = 'refund' GROUP BY position
), items AS (
    SELECT part_id, sum(amount_minor) AS amount_minor
      FROM refund_part_item WHERE ledger_id = :ledger GROUP BY part_id
)
SELECT coalesce(history.position, model.created_position) AS position,
       coalesce(model.refund_id, items.part_id) AS subject,
       concat_ws(' / ', history.amount_minor) AS expected,
       concat_ws(' / ', model.amount_minor, items.amount_minor) AS found
  FROM history
  FULL JOIN (SELECT * FROM refund WHERE ledger_id = :ledger) AS model ON model.created_position = history.position
  FULL JOIN items USING (part_id)
 WHERE history.amount_minor IS DISTINCT FROM model.amount_minor
    OR (model.source_kind = 'credit_memo' AND history.amount_minor IS DISTINCT FROM items.amount_minor)
    OR (items.part_id IS NOT NULL AND model.source_kind IS DISTINCT FROM 'credit_memo')
 ORDER BY 1
