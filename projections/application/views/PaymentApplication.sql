-- What was applied from payments and unapplied, in history; amounts are positive, `type` says which.
CREATE VIEW data_query.PaymentApplication AS
SELECT application.application_id AS id,
       application.amount_minor * currency.unit AS applyAmount,
       application.effective_on AS effectiveDate,
       'Processed' AS paymentApplicationStatus,
       application.account_id AS accountId,
       application.source_id AS paymentId,
       CASE application.document_kind WHEN 'invoice' THEN application.document_id END AS invoiceId,
       application.command_id AS applicationGroupId,
       CASE application.document_kind WHEN 'debit_memo' THEN application.document_id END AS debitMemoId,
       created.actor AS createdById,
       created.recorded_at AS createdDate,
       created.actor AS updatedById,
       created.recorded_at AS updatedDate,
       document.account_id AS billingDocumentOwnerId,
       NULL::text AS accountReceivableAccountingCodeId,
       NULL::text AS cashAccountingCodeId,
       NULL::text AS unappliedPaymentAccountingCodeId,
       NULL::text AS journalEntryId,
       initcap(application.kind) AS type,
       CASE application.kind WHEN 'apply' THEN 1 ELSE -1 END * application.amount_minor * currency.unit AS signedAmount
  FROM journal_application AS application
  JOIN currency ON currency.code = application.currency
  JOIN journal_fact AS created USING (ledger_id, position)
  LEFT JOIN document USING (ledger_id, document_id)
 WHERE application.ledger_id = current_ledger() AND application.source_kind = 'payment';
