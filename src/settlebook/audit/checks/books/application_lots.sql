-- What remains of every line of an application is what it applied less what was taken back from it.
WITH history AS (
    SELECT coalesce(undoes, application_id) AS application_id, source_item_id, item_id,
           sum(signed_minor) AS remaining_minor, max(position) AS position
      FROM settlement_line WHERE ledger_id = :ledger
     GROUP BY 1, source_item_id, item_id
)
SELECT history.position,
       coalesce(history.application_id, model.application_id) AS subject,
       coalesce(history.remaining_minor::text, 'no row') AS expected,
       coalesce(model.remaining_minor::text, 'no row') AS found
  FROM history
  FULL JOIN (SELECT * FROM application_lot WHERE ledger_id = :ledger) AS model
         ON model.application_id = history.application_id AND model.item_id = history.item_id
        AND coalesce(model.source_item_id, model.item_id) = coalesce(history.source_item_id, history.item_id)
 WHERE history.remaining_minor IS DISTINCT FROM model.remaining_minor
 ORDER BY 1
