-- Every command that is kept, as it is answered again, with the first position it names.
SELECT command.client, command.key, command.kind, command.command_id, command.request, command.outcome,
       command.last_position, NULL::bytea AS salt, nullif(command.first_position, 0) AS first_position
  FROM log.command AS command
 WHERE command.ledger_id = :ledger
