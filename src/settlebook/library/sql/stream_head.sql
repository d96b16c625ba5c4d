-- stream_head.sql: how far the stream has come that tells of an id: of a refund or an item it is its owner's.
SELECT event.stream_version, event.position
  FROM log.event
 WHERE event.ledger_id = :ledger
   AND event.stream_id = coalesce((SELECT identity.owner_id
                                     FROM log.identity
                                    WHERE identity.ledger_id = :ledger AND identity.id = :id), :id)
 ORDER BY event.stream_version DESC
 LIMIT 1;
