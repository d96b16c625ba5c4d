-- What of the kinds asked for has a number or an id: its kind, its id and the stream that tells of it.
SELECT identity.kind, identity.id, identity.owner_id
  FROM log.number AS named
  JOIN log.identity AS identity ON identity.ledger_id = named.ledger_id AND identity.id = named.id
 WHERE named.ledger_id = :ledger AND named.number = :number AND named.kind = ANY (:kinds::text[])
   AND identity.kind = named.kind
UNION ALL
SELECT kind, id, owner_id
  FROM log.identity
 WHERE ledger_id = :ledger AND id = :id AND kind = ANY (:kinds::text[])
