-- Every refund is what left the bank for it, and its part items what a cancel left of that.
WITH history AS (
    SELECT refund.refund_id, refund.part_id, refund.source_kind, refund.position,
           sum(posting.amount_minor) AS amount_minor
      FROM journal_refund AS refund
      LEFT JOIN journal_posting AS posting USING (ledger_id, position)
     WHERE refund.ledger_id = :ledger
     GROUP BY refund.refund_id, refund.part_id, refund.source_kind, refund.position
), canceled AS (
    SELECT refund_id, sum(amount_minor) AS amount_minor
      FROM journal_refund_change WHERE ledger_id = :ledger AND fact = 'canceled' GROUP BY refund_id
), items AS (
    SELECT part_id, sum(amount_minor) AS amount_minor
      FROM refund_part_item WHERE ledger_id = :ledger GROUP BY part_id
)
SELECT coalesce(history.position, model.created_position) AS position,
       coalesce(history.refund_id, model.refund_id, items.part_id) AS subject,
       coalesce(history.amount_minor - coalesce(canceled.amount_minor, 0) || ' of ' || history.amount_minor, 'no refund')
           AS expected,
       concat_ws(' / ', coalesce(model.amount_minor::text, 'no row'), model.status, items.amount_minor) AS found
  FROM history
  FULL JOIN (SELECT * FROM refund WHERE ledger_id = :ledger) AS model USING (refund_id)
  FULL JOIN items ON items.part_id = coalesce(history.part_id, model.part_id)
  LEFT JOIN canceled ON canceled.refund_id = history.refund_id
 WHERE history.amount_minor IS DISTINCT FROM model.amount_minor
    OR (canceled.refund_id IS NULL) <> (model.status = 'Processed')
    OR items.amount_minor IS DISTINCT FROM
       CASE history.source_kind WHEN 'credit_memo' THEN history.amount_minor - coalesce(canceled.amount_minor, 0) END
 ORDER BY 1
