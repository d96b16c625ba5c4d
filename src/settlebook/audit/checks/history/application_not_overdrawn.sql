-- No more is taken back from a line of an application than it applied, on any day.
WITH lot_line AS (
    SELECT coalesce(undoes, application_id) AS lot_id, item_id, position,
           sum(signed_minor) OVER days AS remaining_minor,
           max(position) OVER days AS last_position, effective_on
      FROM settlement_line
     WHERE ledger_id = :ledger
    WINDOW days AS (PARTITION BY coalesce(undoes, application_id), source_item_id, item_id ORDER BY effective_on)
)
SELECT last_position AS position, lot_id AS subject,
       '0 or more left on ' || effective_on AS expected,
       remaining_minor::text AS found
  FROM lot_line
 WHERE remaining_minor < 0
 ORDER BY 1
