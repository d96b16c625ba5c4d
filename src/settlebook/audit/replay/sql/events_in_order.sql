-- The facts of some streams, or of all, in the order of the log, with the actor of the command that recorded each.
SELECT event.position, event.stream_id, event.stream_version, event.topic, event.state, event.recorded_at,
       event.command_id, command.actor
  FROM log.event AS event
  LEFT JOIN log.command AS command USING (ledger_id, command_id)
 WHERE event.ledger_id = :ledger AND event.position <= :upto
   AND (:streams::uuid[] IS NULL OR event.stream_id = ANY (:streams::uuid[]))
 ORDER BY event.position
