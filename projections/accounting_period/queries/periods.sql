-- The accounting periods from the oldest to the newest, or the one of :id or :name.
SELECT period.period_id AS id, period.name, period.starts_on AS start_date, period.ends_on AS end_date, period.status,
       created.actor AS created_by_id, created.recorded_at AS created_date,
       updated.actor AS updated_by_id, updated.recorded_at AS updated_date,
       period.details
  FROM accounting_period AS period
  LEFT JOIN journal_fact AS created
    ON created.ledger_id = period.ledger_id AND created.position = period.created_position
  LEFT JOIN journal_fact AS updated
    ON updated.ledger_id = period.ledger_id AND updated.position = period.updated_position
 WHERE period.ledger_id = :ledger
   AND (:id::uuid IS NULL AND :name::text IS NULL OR period.period_id = :id OR period.name = :name)
 ORDER BY period.starts_on;
