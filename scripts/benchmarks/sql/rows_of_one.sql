-- What the last application wrote: its two events in their order, and its command.
SELECT array_agg(event.topic ORDER BY event.position),
       array_agg(event.state ORDER BY event.position),
       command.kind, command.request, command.outcome
  FROM log.command
  JOIN log.event USING (ledger_id, command_id)
 WHERE command.kind = 'payment.apply'
 GROUP BY command.ledger_id, command.command_id, command.last_position
 ORDER BY command.last_position DESC
 LIMIT 1
