-- A page of events in the order of the log, with the actor of the command that recorded each: looked up one by one, since
-- a join would read all commands there are for each page.
SELECT event.position, event.topic, event.state, event.recorded_at, event.command_id,
       (SELECT command.actor FROM log.command AS command
         WHERE command.ledger_id = event.ledger_id AND command.command_id = event.command_id)
  FROM log.event AS event
 WHERE event.ledger_id = :ledger AND event.position > :after AND event.position <= :upto
 ORDER BY event.position;
