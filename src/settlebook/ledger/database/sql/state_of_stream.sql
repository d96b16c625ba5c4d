-- What a stream is made from: the state that is kept of it, if there is one, under its format instead of a topic; then
-- the events after it, or all. A state that is ahead of its stream is none.
WITH kept AS MATERIALIZED (
    SELECT snapshot.stream_version, snapshot.format, snapshot.state
      FROM log.snapshot
     WHERE snapshot.ledger_id = :ledger_id
       AND snapshot.stream_id = :stream_id
       AND EXISTS (SELECT FROM log.event
                    WHERE event.ledger_id = snapshot.ledger_id
                      AND event.stream_id = snapshot.stream_id
                      AND event.stream_version = snapshot.stream_version)
)
SELECT :stream_id::uuid, stream_version, format, state, 0::bigint, 'epoch'::timestamptz, :stream_id::uuid
  FROM kept
UNION ALL
SELECT stream_id, stream_version, topic, state, position, recorded_at, command_id
  FROM log.event
 WHERE ledger_id = :ledger_id
   AND stream_id = :stream_id
   AND stream_version > coalesce((SELECT stream_version FROM kept), 0)
