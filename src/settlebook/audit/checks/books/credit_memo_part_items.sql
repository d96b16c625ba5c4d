-- Every part item of a credit memo is what was applied less what was taken back between its two ends.
WITH history AS (
    SELECT part_item_id, sum(signed_minor) AS amount_minor, max(position) AS position
      FROM settlement_line WHERE ledger_id = :ledger AND source_kind = 'credit_memo' GROUP BY part_item_id
)
SELECT coalesce(history.position, model.updated_position) AS position,
       coalesce(history.part_item_id, model.part_item_id) AS subject,
       coalesce(history.amount_minor::text, 'no row') AS expected,
       coalesce(model.amount_minor::text, 'no row') AS found
  FROM history
  FULL JOIN (SELECT * FROM credit_memo_part_item WHERE ledger_id = :ledger) AS model USING (part_item_id)
 WHERE history.amount_minor IS DISTINCT FROM model.amount_minor
 ORDER BY 1
