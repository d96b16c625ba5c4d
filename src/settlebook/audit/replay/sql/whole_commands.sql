-- A position where no command is in the midst of its facts: the one given, or the last before the command that goes on.
SELECT CASE WHEN command.last_position > :upto THEN command.first_position - 1 ELSE :upto END
  FROM log.event AS event
  JOIN log.command AS command USING (ledger_id, command_id)
 WHERE event.ledger_id = :ledger AND event.position = :upto
