-- The items and tax items of payment applications.
CREATE VIEW data_query.PaymentApplicationItem AS
SELECT settled.application_item_id AS id,
       settled.amount_minor * currency.unit AS amount,
       settled.effective_on AS effectiveDate,
       settled.application_id AS paymentApplicationId,
       created.command_id AS applicationGroupId,
       CASE WHEN settled.document_kind = 'invoice' AND item.tax_line IS NULL THEN settled.item_id END AS invoiceItemId,
       CASE WHEN settled.document_kind = 'debit_memo' AND item.tax_line IS NULL THEN settled.item_id END AS debitMemoItemId,
       CASE WHEN item.tax_line IS NOT NULL THEN settled.item_id END AS taxItemId,
       (SELECT CASE settled.kind WHEN 'apply' THEN entry.credit_code_id
                    ELSE entry.debit_code_id END
          FROM journal_entry AS entry
         WHERE entry.ledger_id = settled.ledger_id
           AND entry.position = settled.position AND entry.line = settled.line)
         AS accountReceivableAccountingCodeId,
       (SELECT code.code_id FROM payment JOIN accounting_code AS code USING (ledger_id)
         WHERE payment.ledger_id = settled.ledger_id AND payment.payment_id = settled.source_id
           AND code.name = named_code(payment.details, 'bankAccountAccountingCode')) AS cashAccountingCodeId,
       (SELECT CASE settled.kind WHEN 'apply' THEN entry.debit_code_id
                    ELSE entry.credit_code_id END
          FROM journal_entry AS entry
         WHERE entry.ledger_id = settled.ledger_id
           AND entry.position = settled.position AND entry.line = settled.line)
         AS unappliedPaymentAccountingCodeId,
       settled.journal_entry_id AS journalEntryId,
       created.actor AS createdById,
       created.recorded_at AS createdDate,
       created.actor AS updatedById,
       created.recorded_at AS updatedDate,
       initcap(settled.kind) AS type,
       settled.signed_minor * currency.unit AS signedAmount,
       item_name(document.number, item.line, item.tax_line, item.discount_line) AS itemNumber,
       item.line AS lineNumber
  FROM settlement_line AS settled
  JOIN currency ON currency.code = settled.currency
  JOIN journal_fact AS created USING (ledger_id, position)
  JOIN item ON item.ledger_id = settled.ledger_id AND item.item_id = settled.item_id
  JOIN document ON document.ledger_id = item.ledger_id AND document.document_id = item.document_id
 WHERE settled.ledger_id = current_ledger() AND settled.source_kind = 'payment';
