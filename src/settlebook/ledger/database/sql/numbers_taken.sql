SELECT taken.kind, taken.number, taken.id
  FROM unnest(:kinds::text[], :numbers::text[]) AS asked (kind, number)
  JOIN log.number AS taken ON taken.ledger_id = :ledger_id
                          AND taken.kind = asked.kind
                          AND taken.number = asked.number
