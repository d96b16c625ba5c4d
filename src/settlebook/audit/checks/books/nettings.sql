-- What netting added to each row is what the pairs it stands in say.
WITH pairs AS (
    SELECT item_id, sum(amount_minor) AS netted_minor, max(updated_position) AS position
      FROM (SELECT negative_item_id AS item_id, amount_minor, updated_position FROM netting WHERE ledger_id = :ledger
            UNION ALL
            SELECT positive_item_id, -amount_minor, updated_position FROM netting WHERE ledger_id = :ledger) AS side
     GROUP BY item_id
)
SELECT coalesce(pairs.position, model.updated_position) AS position, item_id AS subject,
       coalesce(pairs.netted_minor, 0)::text AS expected, coalesce(model.netted_minor::text, 'no row') AS found
  FROM pairs
  FULL JOIN (SELECT * FROM item_balance WHERE ledger_id = :ledger AND netted_minor <> 0) AS model USING (item_id)
 WHERE coalesce(pairs.netted_minor, 0) <> coalesce(model.netted_minor, 0)
 ORDER BY 1
