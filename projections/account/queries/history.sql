-- What happened to an account itself, in the order of recording: created, edited.
SELECT fact.position, fact.effective_on AS effective_date, split_part(fact.topic, '.', 2) AS event,
       fact.command_id AS application_group_id, fact.actor AS created_by_id, fact.recorded_at AS created_date
  FROM log.event AS told
  JOIN journal_fact AS fact ON fact.ledger_id = told.ledger_id AND fact.position = told.position
 WHERE told.ledger_id = :ledger AND told.stream_id = :id
 ORDER BY fact.position;
