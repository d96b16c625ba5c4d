-- No event was recorded before the one in front of it.
SELECT position, stream_id AS subject, 'an instant from ' || before_at || ' on' AS expected, recorded_at::text AS found
  FROM (SELECT position, stream_id, recorded_at, lag(recorded_at) OVER (ORDER BY position) AS before_at
          FROM log.event
         WHERE ledger_id = :ledger) AS ordered
 WHERE recorded_at < before_at
 ORDER BY 1
