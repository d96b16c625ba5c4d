-- What was asked and answered under these keys, with the salt of the request's personal fields unless erased.
SELECT command.client, command.key, command.kind, command.command_id, command.request,
       command.outcome, command.last_position, personal.salt
  FROM unnest(:clients::text[], :keys::text[]) AS asked (client, key)
  JOIN log.command ON command.ledger_id = :ledger_id
                  AND command.client = asked.client
                  AND command.key = asked.key
  LEFT JOIN log.personal ON personal.ledger_id = :ledger_id
                        AND personal.personal_id = (command.request::json #>> '{personal,id}')::uuid
