-- Journal entries: one balanced entry for each row posted, applied, unapplied, transferred, netted or refunded.
CREATE VIEW data_query.JournalEntry AS
SELECT entry.journal_entry_id AS id,
       entry.number AS number,
       entry.transaction_type AS transactionType,
       entry.subtype AS subtype,
       'Created' AS status,
       entry.amount_minor * currency.unit AS amount,
       entry.currency AS currency,
       entry.effective_on AS effectiveDate,
       run.entry_on AS journalEntryDate,
       period.period_id AS accountingPeriodId,
       period.name AS accountingPeriodName,
       entry.run_id AS journalRunId,
       CASE WHEN entry.run_id IS NULL THEN 'No' ELSE 'Yes' END AS transferredToAccounting,
       coalesce(entry.debit_account_id, entry.credit_account_id) AS accountId,
       fact.command_id AS applicationGroupId,
       entry.application_id AS applicationId,
       entry.application_item_id AS applicationItemId,
       entry.debit_code_id AS debitAccountingCodeId,
       entry.debit_code AS debitAccountingCode,
       entry.debit_type AS debitAccountingCodeType,
       entry.credit_code_id AS creditAccountingCodeId,
       entry.credit_code AS creditAccountingCode,
       entry.credit_type AS creditAccountingCodeType,
       fact.actor AS createdById,
       fact.recorded_at AS createdDate,
       fact.actor AS updatedById,
       fact.recorded_at AS updatedDate
  FROM journal_entry AS entry
  JOIN currency ON currency.code = entry.currency
  JOIN journal_fact AS fact USING (ledger_id, position)
  LEFT JOIN entry_run AS run ON run.ledger_id = entry.ledger_id AND run.run_id = entry.run_id
  LEFT JOIN accounting_period AS period
    ON period.ledger_id = entry.ledger_id AND entry.effective_on BETWEEN period.starts_on AND period.ends_on
 WHERE entry.ledger_id = current_ledger();
