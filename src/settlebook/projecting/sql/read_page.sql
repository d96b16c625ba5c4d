-- A page of events in the order of the log, with the actor of the command that recorded each.
SELECT event.position, event.topic, event.state, event.recorded_at, event.command_id, command.actor
  FROM log.event AS event
  LEFT JOIN log.command AS command USING (ledger_id, command_id)
 WHERE event.ledger_id = :ledger AND event.position > :after AND event.position <= :upto
 ORDER BY event.position;
