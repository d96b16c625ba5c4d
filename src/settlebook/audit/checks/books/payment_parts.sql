-- Every part of a payment is what it settles of the document, and the sum of its part items.
WITH history AS (
    SELECT part_id, sum(signed_minor) AS amount_minor, max(position) AS position
      FROM settlement_line WHERE ledger_id = :ledger AND source_kind = 'payment' GROUP BY part_id
), items AS (
    SELECT part_id, sum(amount_minor) AS amount_minor
      FROM payment_part_item WHERE ledger_id = :ledger GROUP BY part_id
)
SELECT coalesce(history.position, model.updated_position) AS position,
       coalesce(history.part_id, model.part_id) AS subject,
       concat_ws(' / ', history.amount_minor, history.amount_minor) AS expected,
       concat_ws(' / ', model.amount_minor, items.amount_minor) AS found
  FROM history
  FULL JOIN (SELECT * FROM payment_part WHERE ledger_id = :ledger) AS model USING (part_id)
  FULL JOIN items USING (part_id)
 WHERE history.amount_minor IS DISTINCT FROM model.amount_minor
    OR history.amount_minor IS DISTINCT FROM items.amount_minor
 ORDER BY 1
