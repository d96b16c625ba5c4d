-- How many facts the stream of an account, document, payment or refund has: of an id, or of a number of its kind.
SELECT coalesce((SELECT event.stream_version
                   FROM log.event AS event
                  WHERE event.ledger_id = :ledger AND event.stream_id = owner.id
                  ORDER BY event.stream_version DESC
                  LIMIT 1), 0)
  FROM (SELECT identity.owner_id AS id
          FROM log.identity AS identity
         WHERE identity.ledger_id = :ledger AND identity.kind = :kind
           AND identity.id = coalesce(:id::uuid,
                                      (SELECT number.id FROM log.number AS number
                                        WHERE number.ledger_id = :ledger AND number.kind = :kind
                                          AND number.number = :number))) AS owner;
