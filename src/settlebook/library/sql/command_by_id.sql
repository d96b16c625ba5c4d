-- command_by_id.sql: a command that was answered for good, by its id.
SELECT kind, outcome
  FROM log.command
 WHERE ledger_id = :ledger AND command_id = :command;
