-- The log ends where its head stands, at the instant of the last event or later.
WITH ends AS (
    SELECT (SELECT position FROM log.log_head WHERE ledger_id = :ledger) AS head,
           (SELECT recorded_at FROM log.log_head WHERE ledger_id = :ledger) AS head_at,
           (SELECT max(position) FROM log.event WHERE ledger_id = :ledger) AS last,
           (SELECT max(recorded_at) FROM log.event WHERE ledger_id = :ledger) AS last_at
)
SELECT last AS position, '00000000-0000-0000-0000-000000000000'::uuid AS subject,
       concat_ws(' at ', last, last_at) AS expected,
       concat_ws(' at ', coalesce(head::text, 'no position'), head_at) AS found
  FROM ends
 WHERE coalesce(head, 0) <> coalesce(last, 0) OR head_at < last_at OR NOT isfinite(head_at)
