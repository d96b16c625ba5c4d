-- The versions of every stream count from 1 without holes.
SELECT position, stream_id AS subject, expected::text AS expected, stream_version::text AS found
  FROM (SELECT position, stream_id, stream_version,
               row_number() OVER (PARTITION BY stream_id ORDER BY position) AS expected
          FROM log.event
         WHERE ledger_id = :ledger) AS numbered
 WHERE stream_version IS DISTINCT FROM expected
 ORDER BY position
