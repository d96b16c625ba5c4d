-- The facts of some streams, or of all, that the read models do not show yet, in the order of the log.
SELECT event.position, event.stream_id, event.stream_version, event.topic, event.state, event.recorded_at,
       event.command_id, NULL AS actor
  FROM log.event AS event
 WHERE event.ledger_id = :ledger AND event.position > :upto
   AND (:streams::uuid[] IS NULL OR event.stream_id = ANY (:streams::uuid[]))
 ORDER BY event.position
