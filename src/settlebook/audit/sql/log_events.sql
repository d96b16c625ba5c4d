-- The whole log, in its order, with the actor of the command that recorded each event.
SELECT event.position, event.stream_id, event.topic, event.state, event.effective_on,
       event.recorded_at, event.command_id, command.actor
  FROM log.event AS event
  LEFT JOIN log.command AS command USING (ledger_id, command_id)
 WHERE event.ledger_id = :ledger
 ORDER BY event.position
