SELECT taken.id
  FROM unnest(:ids::uuid[]) AS asked (id)
  JOIN log.identity AS taken ON taken.ledger_id = :ledger_id AND taken.id = asked.id
