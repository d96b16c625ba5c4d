-- What a stream told before one of its versions.
SELECT event.position, event.stream_id, event.stream_version, event.topic, event.state, event.recorded_at,
       event.command_id, NULL AS actor
  FROM log.event AS event
 WHERE event.ledger_id = :ledger AND event.stream_id = :stream AND event.stream_version < :version
 ORDER BY event.stream_version
