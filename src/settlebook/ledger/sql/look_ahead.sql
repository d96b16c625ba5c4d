-- In one round trip what a batch of commands would ask one by one: the streams behind numbers and ids, long ones
-- left out, and what was committed under the commands' own keys.
SELECT event.stream_id, event.stream_version, event.topic, event.state, named.kind, named.number,
       NULL AS outcome, NULL AS last_position, NULL AS salt
  FROM (SELECT number.id, number.kind, number.number
          FROM unnest(:kinds::text[], :numbers::text[]) AS asked (kind, number)
          JOIN log.number AS number ON number.ledger_id = :ledger_id
                                   AND number.kind = asked.kind
                                   AND number.number = asked.number
         UNION ALL
        SELECT asked.id, NULL, NULL
          FROM unnest(:ids::uuid[]) AS asked (id)) AS named
  JOIN log.event ON event.ledger_id = :ledger_id AND event.stream_id = named.id
 WHERE NOT EXISTS (SELECT FROM log.event AS long
                    WHERE long.ledger_id = :ledger_id
                      AND long.stream_id = named.id
                      AND long.stream_version = :long)
 UNION ALL
SELECT command.command_id, 0, command.kind, convert_to(command.request, 'UTF8'), command.client, command.key,
       command.outcome, command.last_position, personal.salt
  FROM unnest(:clients::text[], :keys::text[]) AS asked (client, key)
  JOIN log.command ON command.ledger_id = :ledger_id
                  AND command.client = asked.client
                  AND command.key = asked.key
  LEFT JOIN log.personal ON personal.ledger_id = :ledger_id
                        AND personal.personal_id = (command.request::json #>> '{personal,id}')::uuid
