-- The keys of the commands that recorded anything, in the order in which they did.
SELECT command.key
  FROM log.command AS command
 WHERE command.ledger_id = :ledger
   AND EXISTS (SELECT FROM log.event WHERE ledger_id = command.ledger_id AND command_id = command.command_id)
 ORDER BY command.first_position;
