-- Journal runs: which days they handed over to the general ledger, under which day it books them.
CREATE VIEW data_query.JournalRun AS
SELECT run.run_id AS id,
       run.number AS number,
       CASE WHEN run.canceled_position IS NULL THEN 'Completed' ELSE 'Canceled' END AS status,
       run.starts_on AS targetStartDate,
       run.ends_on AS targetEndDate,
       run.entry_on AS journalEntryDate,
       run.period_id AS accountingPeriodId,
       run.transaction_types AS transactionTypes,
       (SELECT count(*) FROM entry_run_member AS taken
         WHERE taken.ledger_id = run.ledger_id AND taken.run_id = run.run_id) AS totalJournalEntryCount,
       canceled.recorded_at AS cancelledOn,
       created.actor AS createdById,
       created.recorded_at AS createdDate,
       coalesce(canceled.actor, created.actor) AS updatedById,
       coalesce(canceled.recorded_at, created.recorded_at) AS updatedDate,
       custom_fields(run.details) AS customFields
  FROM entry_run AS run
  LEFT JOIN journal_fact AS created
    ON created.ledger_id = run.ledger_id AND created.position = run.position
  LEFT JOIN journal_fact AS canceled
    ON canceled.ledger_id = run.ledger_id AND canceled.position = run.canceled_position
 WHERE run.ledger_id = current_ledger();
