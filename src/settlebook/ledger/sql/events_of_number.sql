-- All of the stream that a number names, in one round trip.
SELECT stream_id, stream_version, topic, state, position, recorded_at, command_id
  FROM log.event
 WHERE ledger_id = :ledger_id
   AND stream_id = (SELECT id FROM log.number
                     WHERE ledger_id = :ledger_id AND kind = :kind AND number = :number)
 ORDER BY stream_version
