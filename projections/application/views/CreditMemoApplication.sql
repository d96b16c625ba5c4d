-- What was applied from credit memos and unapplied, in history; amounts are positive, `type` says which.
CREATE VIEW data_query.CreditMemoApplication AS
SELECT application.application_id AS id,
       created.actor AS createdById,
       created.recorded_at AS createdDate,
       created.actor AS updatedById,
       created.recorded_at AS updatedDate,
       application.amount_minor * currency.unit AS amount,
       application.effective_on AS effectiveDate,
       application.source_id AS creditMemoId,
       application.account_id AS accountId,
       application.command_id AS applicationGroupId,
       CASE application.document_kind WHEN 'debit_memo' THEN application.document_id END AS debitMemoId,
       CASE application.document_kind WHEN 'invoice' THEN application.document_id END AS invoiceId,
       initcap(application.kind) AS type,
       CASE application.kind WHEN 'apply' THEN 1 ELSE -1 END * application.amount_minor * currency.unit AS signedAmount
  FROM journal_application AS application
  JOIN currency ON currency.code = application.currency
  JOIN journal_fact AS created USING (ledger_id, position)
 WHERE application.ledger_id = current_ledger() AND application.source_kind = 'credit_memo';
