SELECT stream_id, stream_version, topic, state, position, recorded_at, command_id
  FROM log.event
 WHERE ledger_id = :ledger_id
   AND stream_id = :stream_id
   AND stream_version > coalesce(:after::int, 0)
   AND stream_version <= coalesce(:upto::int, 2147483647)
 ORDER BY stream_version
 LIMIT :limit
