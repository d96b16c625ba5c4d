-- Every event was recorded by a command that is kept, at its instant and within its positions.
SELECT event.position, event.stream_id AS subject,
       CASE WHEN command.command_id IS NULL THEN 'its command'
            ELSE concat_ws(' ', 'positions', command.first_position, 'to', command.last_position,
                           'at', command.recorded_at) END AS expected,
       CASE WHEN command.command_id IS NULL THEN 'none'
            ELSE concat_ws(' ', 'position', event.position, 'at', event.recorded_at) END AS found
  FROM log.event AS event
  LEFT JOIN log.command AS command USING (ledger_id, command_id)
 WHERE event.ledger_id = :ledger
   AND (command.command_id IS NULL
        OR event.position NOT BETWEEN command.first_position AND command.last_position
        OR event.recorded_at <> command.recorded_at)
 ORDER BY 1
