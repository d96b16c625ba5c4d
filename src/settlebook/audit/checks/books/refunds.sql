-- Every refund is what left the bank for it, and for credit memos the sum of its part items.
WITH history AS (
    SELECT refund.refund_id, refund.part_id, refund.source_kind, refund.position,
           sum(posting.amount_minor) AS amount_minor
      FROM journal_refund AS refund
      LEFT JOIN journal_posting AS posting USING (ledger_id, position)
     WHERE refund.ledger_id = :ledger
     GROUP BY refund.refund_id, refund.part_id, refund.source_kind, refund.position
), items AS (
    SELECT part_id, sum(amount_minor) AS amount_minor
      FROM refund_part_item WHERE ledger_id = :ledger GROUP BY part_id
)
SELECT coalesce(history.position, model.created_position) AS position,
       coalesce(history.refund_id, model.refund_id, items.part_id) AS subject,
       coalesce(history.amount_minor::text, 'no refund') AS expected,
       concat_ws(' / ', coalesce(model.amount_minor::text, 'no row'), items.amount_minor) AS found
  FROM history
  FULL JOIN (SELECT * FROM refund WHERE ledger_id = :ledger) AS model USING (refund_id)
  FULL JOIN items ON items.part_id = coalesce(history.part_id, model.part_id)
 WHERE history.amount_minor IS DISTINCT FROM model.amount_minor
    OR items.amount_minor IS DISTINCT FROM
       CASE history.source_kind WHEN 'credit_memo' THEN history.amount_minor END
 ORDER BY 1
