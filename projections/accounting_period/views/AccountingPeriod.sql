-- The accounting periods, and how far they are closed.
CREATE VIEW data_query.AccountingPeriod AS
SELECT period.period_id AS id,
       period.name AS name,
       period.starts_on AS startDate,
       period.ends_on AS endDate,
       detail_number(period.details, 'fiscalYear') AS fiscalYear,
       detail_number(period.details, 'fiscalQuarter') AS fiscalQuarter,
       period.status AS status,
       period.details ->> 'notes' AS notes,
       created.actor AS createdById,
       created.recorded_at AS createdDate,
       updated.actor AS updatedById,
       updated.recorded_at AS updatedDate,
       custom_fields(period.details) AS customFields
  FROM accounting_period AS period
  LEFT JOIN journal_fact AS created
    ON created.ledger_id = period.ledger_id AND created.position = period.created_position
  LEFT JOIN journal_fact AS updated
    ON updated.ledger_id = period.ledger_id AND updated.position = period.updated_position
 WHERE period.ledger_id = current_ledger();
