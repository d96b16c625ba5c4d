-- Where the log stands, when something was last recorded, and how many commands were answered.
SELECT head.position,
       (SELECT max(recorded_at) FROM log.command WHERE command.ledger_id = head.ledger_id) AS recorded_at,
       (SELECT count(*) FROM log.command WHERE command.ledger_id = head.ledger_id) AS commands
  FROM log.log_head AS head
 WHERE head.ledger_id = :ledger_id
