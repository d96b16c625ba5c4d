-- Every item balance is the item's posted amount less what payments and credit memos settle of it, and what netting added.
WITH history AS (
    SELECT item_id,
           sum(signed_minor) FILTER (WHERE kind IN ('post', 'unpost')) AS amount_minor,
           -coalesce(sum(signed_minor) FILTER (WHERE other_book = 'unapplied_payment'), 0) AS paid_minor,
           -coalesce(sum(signed_minor) FILTER (WHERE other_book = 'on_account_credit'), 0) AS credited_minor,
           coalesce(sum(signed_minor) FILTER (WHERE kind IN ('net', 'unnet')), 0) AS netted_minor,
           sum(signed_minor) AS balance_minor,
           max(position) AS position
      FROM posting_leg
     WHERE ledger_id = :ledger AND book = 'receivable'
     GROUP BY item_id
), gone AS (
    SELECT item_id FROM edited_rows(:ledger, 0, 9223372036854775807, NULL, NULL) WHERE is_gone -- taken out of a draft: no row
)
SELECT coalesce(history.position, model.updated_position) AS position,
       coalesce(history.item_id, model.item_id) AS subject,
       concat_ws(' / ', coalesce(history.amount_minor, 0), coalesce(history.paid_minor, 0),
                 coalesce(history.credited_minor, 0), coalesce(history.netted_minor, 0),
                 coalesce(history.balance_minor, 0)) AS expected,
       CASE WHEN model.item_id IS NULL THEN 'no row'
            ELSE concat_ws(' / ', model.amount_minor, model.paid_minor, model.credited_minor, model.netted_minor,
                           model.balance_minor)
       END AS found
  FROM history
  FULL JOIN (SELECT * FROM item_balance WHERE ledger_id = :ledger) AS model USING (item_id)
 WHERE (coalesce(history.amount_minor, 0), coalesce(history.paid_minor, 0),
        coalesce(history.credited_minor, 0), coalesce(history.netted_minor, 0), coalesce(history.balance_minor, 0))
       IS DISTINCT FROM (model.amount_minor, model.paid_minor, model.credited_minor, model.netted_minor, model.balance_minor)
   AND NOT (model.item_id IS NULL AND history.item_id IN (SELECT item_id FROM gone)
            AND (history.amount_minor, history.paid_minor, history.credited_minor, history.netted_minor,
                 history.balance_minor) = (0, 0, 0, 0, 0))
    OR model.balance_minor <> model.amount_minor - model.paid_minor - model.credited_minor + model.netted_minor
 ORDER BY 1
