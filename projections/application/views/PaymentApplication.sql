-- What was applied from payments, unapplied and transferred, in history; amounts are positive, `type` says which. A transfer
-- has two rows: one of the account it left, one of the account it reached. It touches no document, so it has no
-- `signedAmount`, which is what documents gained.
CREATE VIEW data_query.PaymentApplication AS
SELECT application.application_id AS id,
       application.amount_minor * currency.unit AS applyAmount,
       application.effective_on AS effectiveDate,
       'Processed' AS paymentApplicationStatus,
       application.account_id AS accountId,
       application.payment_id AS paymentId,
       CASE application.document_kind WHEN 'invoice' THEN application.document_id END AS invoiceId,
       created.command_id AS applicationGroupId,
       CASE application.document_kind WHEN 'debit_memo' THEN application.document_id END AS debitMemoId,
       created.actor AS createdById,
       created.recorded_at AS createdDate,
       created.actor AS updatedById,
       created.recorded_at AS updatedDate,
       document.account_id AS billingDocumentOwnerId,
       NULL::uuid AS accountReceivableAccountingCodeId,
       (SELECT code.code_id FROM payment JOIN accounting_code AS code USING (ledger_id)
         WHERE payment.ledger_id = application.ledger_id AND payment.payment_id = application.payment_id
           AND code.name = named_code(payment.details, 'bankAccountAccountingCode')) AS cashAccountingCodeId,
       (SELECT code.code_id FROM payment JOIN accounting_code AS code USING (ledger_id)
         WHERE payment.ledger_id = application.ledger_id AND payment.payment_id = application.payment_id
           AND code.name = named_code(payment.details, 'unappliedPaymentAccountingCode')) AS unappliedPaymentAccountingCodeId,
       NULL::uuid AS journalEntryId,
       application.type AS type,
       CASE application.type WHEN 'Apply' THEN application.amount_minor WHEN 'Unapply' THEN -application.amount_minor END
           * currency.unit AS signedAmount
  FROM (SELECT ledger_id, position, effective_on, application_id, source_id AS payment_id, account_id, document_kind,
               document_id, currency, amount_minor, initcap(kind) AS type
          FROM journal_application
         WHERE source_kind = 'payment'
        UNION ALL
        SELECT ledger_id, position, effective_on, from_application_id, payment_id, from_account_id, NULL, NULL, currency,
               amount_minor, 'Transferred From'
          FROM journal_payment_change
         WHERE fact = 'transferred'
        UNION ALL
        SELECT ledger_id, position, effective_on, to_application_id, to_payment_id, to_account_id, NULL, NULL, currency,
               amount_minor, 'Transferred To'
          FROM journal_payment_change
         WHERE fact = 'transferred') AS application
  JOIN currency ON currency.code = application.currency
  JOIN journal_fact AS created USING (ledger_id, position)
  LEFT JOIN document USING (ledger_id, document_id)
 WHERE application.ledger_id = current_ledger();
