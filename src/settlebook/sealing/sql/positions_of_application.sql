-- The events that an id or the number of a refund names: of an application its fact and its mirror; of a transfer, a refund
-- or a refund's cancel its fact; of a command (an application group) all it recorded.
WITH named AS (
    SELECT position, command_id FROM read.journal_application
     WHERE ledger_id = :ledger AND application_id = :id
    UNION ALL
    SELECT position, command_id FROM read.journal_refund
     WHERE ledger_id = :ledger AND (application_id = :id OR refund_id = :id OR number = :number)
    UNION ALL
    SELECT position, command_id FROM read.journal_refund_change
     WHERE ledger_id = :ledger AND application_id = :id
    UNION ALL
    SELECT position, command_id FROM read.journal_payment_change
     WHERE ledger_id = :ledger AND (from_application_id = :id OR to_application_id = :id)
)
SELECT position FROM named
UNION
SELECT event.position
  FROM named
  JOIN log.command AS command ON command.ledger_id = :ledger AND command.command_id = named.command_id
  JOIN log.event AS event
    ON event.ledger_id = :ledger AND event.position BETWEEN command.first_position AND command.last_position
 WHERE CASE WHEN event.topic LIKE 'document.items_settled.%' OR event.topic LIKE 'document.items_unsettled.%'
            THEN (convert_from(event.state, 'UTF8')::jsonb ->> 'application_id')::uuid = :id::uuid
       END
UNION
SELECT event.position
  FROM log.command AS command
  JOIN log.event AS event
    ON event.ledger_id = :ledger AND event.position BETWEEN command.first_position AND command.last_position
   AND event.command_id = command.command_id
 WHERE command.ledger_id = :ledger AND command.command_id = :id
 ORDER BY position
