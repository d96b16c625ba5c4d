-- In one round trip what a batch of commands would ask one by one: the beginnings of the streams behind numbers and
-- ids, and what was committed under the commands' own keys. Each LIMIT keeps its table looked up key by key,
-- whatever the planner knows of its size.
SELECT event.stream_id, event.stream_version, event.topic, event.state, named.kind, named.number,
       NULL AS outcome, NULL AS last_position, NULL AS salt
  FROM (SELECT found.id, asked.kind, asked.number
          FROM unnest(:kinds::text[], :numbers::text[]) AS asked (kind, number)
         CROSS JOIN LATERAL (SELECT number.id
                               FROM log.number
                              WHERE number.ledger_id = :ledger_id
                                AND number.kind = asked.kind
                                AND number.number = asked.number
                              LIMIT 1) AS found
         UNION ALL
        SELECT asked.id, NULL, NULL
          FROM unnest(:ids::uuid[]) AS asked (id)) AS named
 CROSS JOIN LATERAL (SELECT event.stream_id, event.stream_version, event.topic, event.state
                       FROM log.event
                      WHERE event.ledger_id = :ledger_id AND event.stream_id = named.id
                      ORDER BY event.stream_version
                      LIMIT :long) AS event
 UNION ALL
SELECT command.command_id, 0, command.kind, convert_to(command.request, 'UTF8'), command.client, command.key,
       command.outcome, command.last_position, personal.salt
  FROM unnest(:clients::text[], :keys::text[]) AS asked (client, key)
 CROSS JOIN LATERAL (SELECT command.*, (command.request::json #>> '{personal,id}')::uuid AS personal_id
                       FROM log.command
                      WHERE command.ledger_id = :ledger_id
                        AND command.client = asked.client
                        AND command.key = asked.key
                      LIMIT 1) AS command
  LEFT JOIN LATERAL (SELECT personal.salt
                       FROM log.personal
                      WHERE personal.ledger_id = :ledger_id AND personal.personal_id = command.personal_id
                      LIMIT 1) AS personal ON true
