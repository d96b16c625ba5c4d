-- Epochs count from 1; each began when and where the one before had come to, or later, and within the log.
WITH ordered AS (
    SELECT number, after, began_at,
           row_number() OVER by_number AS expected,
           lag(after) OVER by_number AS after_before, lag(began_at) OVER by_number AS began_before
      FROM log.epoch
     WHERE ledger_id = :ledger
    WINDOW by_number AS (ORDER BY number)
), head AS (
    SELECT position FROM log.log_head WHERE ledger_id = :ledger
)
SELECT NULL::bigint AS position, '00000000-0000-0000-0000-000000000000'::uuid AS subject,
       concat_ws(' ', 'epoch', expected, 'after', coalesce(after_before, 0), 'from', began_before, 'on') AS expected,
       concat_ws(' ', 'epoch', number, 'after', after, 'from', began_at) AS found
  FROM ordered
 WHERE number <> expected OR after < after_before OR began_at < began_before
    OR after > CASE number WHEN 1 THEN 0 ELSE coalesce((SELECT position FROM head), 0) END
    OR NOT isfinite(began_at)
UNION ALL
SELECT NULL, '00000000-0000-0000-0000-000000000000', 'an epoch', 'none'
  FROM head
 WHERE NOT EXISTS (SELECT FROM ordered)
