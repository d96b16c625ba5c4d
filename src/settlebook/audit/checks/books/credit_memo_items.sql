-- Every credit memo item's amount is what it has applied, unapplied and refunded, as its history says.
WITH history AS (
    SELECT item_id,
           coalesce(-sum(signed_minor) FILTER (WHERE kind IN ('post', 'unpost')), 0) AS amount_minor,
           coalesce(sum(signed_minor) FILTER (WHERE other_book = 'receivable'), 0) AS applied_minor,
           -sum(signed_minor) AS unapplied_minor,
           coalesce(sum(signed_minor) FILTER (WHERE kind IN ('refund', 'refund_cancel')), 0) AS refunded_minor,
           max(position) AS position
      FROM posting_leg
     WHERE ledger_id = :ledger AND book = 'on_account_credit'
     GROUP BY item_id
), gone AS (
    SELECT item_id FROM edited_rows(:ledger, 0, 9223372036854775807, NULL, NULL) WHERE is_gone -- taken out of a draft: no row
)
SELECT coalesce(history.position, model.updated_position) AS position,
       coalesce(history.item_id, model.item_id) AS subject,
       concat_ws(' / ', coalesce(history.amount_minor, 0), coalesce(history.applied_minor, 0),
                 coalesce(history.unapplied_minor, 0), coalesce(history.refunded_minor, 0)) AS expected,
       coalesce(nullif(concat_ws(' / ', model.amount_minor, model.applied_minor, model.unapplied_minor,
                                 model.refunded_minor), ''), 'no row') AS found
  FROM history
  FULL JOIN (SELECT * FROM credit_memo_item_balance WHERE ledger_id = :ledger) AS model USING (item_id)
 WHERE (coalesce(history.amount_minor, 0), coalesce(history.applied_minor, 0),
        coalesce(history.unapplied_minor, 0), coalesce(history.refunded_minor, 0))
       IS DISTINCT FROM (model.amount_minor, model.applied_minor, model.unapplied_minor, model.refunded_minor)
   AND NOT (model.item_id IS NULL AND history.item_id IN (SELECT item_id FROM gone)
            AND (history.amount_minor, history.applied_minor, history.unapplied_minor, history.refunded_minor)
                = (0, 0, 0, 0))
    OR model.amount_minor <> model.applied_minor + model.unapplied_minor + model.refunded_minor
 ORDER BY 1
