-- Journal runs in the order of recording: of an :id or :number only where one of them is given.
SELECT run.run_id AS id, run.number, CASE WHEN run.canceled_position IS NULL THEN 'Completed' ELSE 'Canceled' END AS status,
       run.starts_on AS target_start_date, run.ends_on AS target_end_date, run.entry_on AS journal_entry_date,
       period.name AS accounting_period_name, run.transaction_types,
       (SELECT count(*) FROM entry_run_member AS taken
         WHERE taken.ledger_id = run.ledger_id AND taken.run_id = run.run_id) AS journal_entry_count,
       run.details, run.position,
       created.actor AS created_by_id, created.recorded_at AS created_date,
       updated.actor AS updated_by_id, updated.recorded_at AS updated_date
  FROM entry_run AS run
  LEFT JOIN accounting_period AS period
    ON period.ledger_id = run.ledger_id AND period.period_id = run.period_id
  LEFT JOIN journal_fact AS created
    ON created.ledger_id = run.ledger_id AND created.position = run.position
  LEFT JOIN journal_fact AS updated
    ON updated.ledger_id = run.ledger_id AND updated.position = coalesce(run.canceled_position, run.position)
 WHERE run.ledger_id = :ledger AND run.position > :after
   AND ((:id::uuid IS NULL AND :number::text IS NULL) OR run.run_id = :id OR run.number = :number)
 ORDER BY run.position
 LIMIT :limit;
