-- No item or tax item is settled below zero or above its amount, on any day.
WITH settled AS (
    SELECT item_id, effective_on, position,
           sum(signed_minor) OVER days AS settled_minor,
           max(position) OVER days AS last_position
      FROM settlement_line
     WHERE ledger_id = :ledger
    WINDOW days AS (PARTITION BY item_id ORDER BY effective_on)
)
SELECT settled.last_position AS position,
       settled.item_id AS subject,
       'settled between 0 and ' || greatest(coalesce(item.amount_minor, 0), 0) || ' on ' || settled.effective_on AS expected,
       settled.settled_minor::text AS found
  FROM settled
  LEFT JOIN (SELECT item_id, max(amount_minor) AS amount_minor
               FROM journal_item WHERE ledger_id = :ledger GROUP BY item_id) AS item USING (item_id)
 WHERE settled.settled_minor < 0
    OR settled.settled_minor > greatest(coalesce(item.amount_minor, 0), 0)
 ORDER BY 1
