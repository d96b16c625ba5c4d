-- What is open of an item or tax item is between nothing and what was posted of it, on any day; of negative rows as well.
WITH days AS (
    SELECT item_id, effective_on,
           sum(signed_minor) OVER days AS open_minor,
           coalesce(sum(signed_minor) FILTER (WHERE kind IN ('post', 'unpost')) OVER days, 0) AS posted_minor,
           max(position) OVER days AS last_position
      FROM posting_leg
     WHERE ledger_id = :ledger AND book = 'receivable'
    WINDOW days AS (PARTITION BY item_id ORDER BY effective_on)
)
SELECT last_position AS position, item_id AS subject,
       'open between 0 and ' || posted_minor || ' on ' || effective_on AS expected, open_minor::text AS found
  FROM days
 WHERE open_minor NOT BETWEEN least(posted_minor, 0) AND greatest(posted_minor, 0)
 ORDER BY 1
