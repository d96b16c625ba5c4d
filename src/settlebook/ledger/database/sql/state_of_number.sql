-- As state_of_stream, of the stream that a number names: all in one round trip.
WITH named AS MATERIALIZED (
    SELECT id FROM log.number WHERE ledger_id = :ledger_id AND kind = :kind AND number = :number
), kept AS MATERIALIZED (
    SELECT snapshot.stream_id, snapshot.stream_version, snapshot.format, snapshot.state
      FROM log.snapshot
     WHERE snapshot.ledger_id = :ledger_id
       AND snapshot.stream_id = (SELECT id FROM named)
       AND EXISTS (SELECT FROM log.event
                    WHERE event.ledger_id = snapshot.ledger_id
                      AND event.stream_id = snapshot.stream_id
                      AND event.stream_version = snapshot.stream_version)
)
SELECT stream_id, stream_version, format, state, 0::bigint, 'epoch'::timestamptz, stream_id
  FROM kept
UNION ALL
SELECT stream_id, stream_version, topic, state, position, recorded_at, command_id
  FROM log.event
 WHERE ledger_id = :ledger_id
   AND stream_id = (SELECT id FROM named)
   AND stream_version > coalesce((SELECT stream_version FROM kept), 0)
