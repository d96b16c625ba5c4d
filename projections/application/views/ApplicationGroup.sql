-- What one command applied, unapplied and refunded belongs together.
CREATE VIEW data_query.ApplicationGroup AS
SELECT known.group_id AS id,
       known.operated_on AS operationDate,
       created.actor AS createdById,
       created.recorded_at AS createdDate,
       updated.actor AS updatedById,
       updated.recorded_at AS updatedDate
  FROM application_group AS known
  LEFT JOIN journal_fact AS created
    ON created.ledger_id = known.ledger_id AND created.position = known.created_position
  LEFT JOIN journal_fact AS updated
    ON updated.ledger_id = known.ledger_id AND updated.position = known.updated_position
 WHERE known.ledger_id = current_ledger();
