-- No source settles less than nothing of an item, on any day.
WITH part_item AS (
    SELECT part_item_id, item_id, effective_on,
           sum(signed_minor) OVER days AS amount_minor,
           max(position) OVER days AS last_position
      FROM settlement_line
     WHERE ledger_id = :ledger
    WINDOW days AS (PARTITION BY part_item_id ORDER BY effective_on)
)
SELECT last_position AS position, item_id AS subject,
       'a part item of 0 or more on ' || effective_on AS expected,
       amount_minor::text AS found
  FROM part_item
 WHERE amount_minor < 0
 ORDER BY 1
