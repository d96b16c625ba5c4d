-- A page of a stream's events.
SELECT stream_version, position, topic, state
  FROM log.event
 WHERE ledger_id = :ledger AND stream_id = :stream AND stream_version > :after AND stream_version <= :upto
 ORDER BY stream_version
 LIMIT :limit
