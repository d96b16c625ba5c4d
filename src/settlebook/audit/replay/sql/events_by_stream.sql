-- The facts of each stream one behind the other, in the order of their versions; of some streams, or of all.
SELECT event.position, event.stream_id, event.stream_version, event.topic, event.state, event.recorded_at,
       event.command_id, NULL AS actor
  FROM log.event AS event
 WHERE event.ledger_id = :ledger AND event.position <= :upto
   AND (:streams::uuid[] IS NULL OR event.stream_id = ANY (:streams::uuid[]))
 ORDER BY event.stream_id, event.stream_version
