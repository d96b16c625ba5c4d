-- stream_heads.sql: how far the streams have come that tell of some ids: of a refund or an item that of its owner.
SELECT asked.id, head.stream_version, head.position
  FROM unnest(:ids::uuid[]) AS asked (id)
  LEFT JOIN log.identity ON identity.ledger_id = :ledger AND identity.id = asked.id
 CROSS JOIN LATERAL (SELECT event.stream_version, event.position
                       FROM log.event
                      WHERE event.ledger_id = :ledger AND event.stream_id = coalesce(identity.owner_id, asked.id)
                      ORDER BY event.stream_version DESC
                      LIMIT 1) AS head;
