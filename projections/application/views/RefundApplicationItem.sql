-- What was refunded of each credit memo row, and what a cancel gave back; of a payment's refund one row, which names none.
CREATE VIEW data_query.RefundApplicationItem AS
SELECT posting.application_item_id AS id,
       posting.amount_minor * currency.unit AS amount,
       posting.effective_on AS effectiveDate,
       created.command_id AS applicationGroupId,
       posting.application_id AS refundApplicationId,
       created.actor AS createdById,
       created.recorded_at AS createdDate,
       created.actor AS updatedById,
       created.recorded_at AS updatedDate,
       CASE WHEN item.tax_line IS NULL THEN item.item_id END AS creditMemoItemId,
       CASE WHEN item.tax_line IS NOT NULL THEN item.item_id END AS creditTaxationItemId,
       NULL::uuid AS accountReceivableAccountingCodeId,
       (SELECT CASE 'bank' WHEN entry.debit_book THEN entry.debit_code_id
                    WHEN entry.credit_book THEN entry.credit_code_id END
          FROM journal_entry AS entry
         WHERE entry.ledger_id = posting.ledger_id
           AND entry.position = posting.position AND entry.line = posting.line)
         AS cashAccountingCodeId,
       (SELECT CASE 'on_account_credit' WHEN entry.debit_book THEN entry.debit_code_id
                    WHEN entry.credit_book THEN entry.credit_code_id END
          FROM journal_entry AS entry
         WHERE entry.ledger_id = posting.ledger_id
           AND entry.position = posting.position AND entry.line = posting.line)
         AS onAccountAccountingCodeId,
       (SELECT CASE 'unapplied_payment' WHEN entry.debit_book THEN entry.debit_code_id
                    WHEN entry.credit_book THEN entry.credit_code_id END
          FROM journal_entry AS entry
         WHERE entry.ledger_id = posting.ledger_id
           AND entry.position = posting.position AND entry.line = posting.line)
         AS unappliedPaymentAccountingCodeId,
       posting.journal_entry_id AS journalEntryId,
       item_name(document.number, item.line, item.tax_line, item.discount_line) AS itemNumber,
       item.line AS lineNumber,
       CASE posting.kind WHEN 'refund' THEN 'Refund' ELSE 'Cancel' END AS type,
       CASE posting.kind WHEN 'refund' THEN 1 ELSE -1 END * posting.amount_minor * currency.unit AS signedAmount
  FROM journal_posting AS posting
  JOIN currency ON currency.code = posting.currency
  JOIN journal_fact AS created USING (ledger_id, position)
  LEFT JOIN item ON item.ledger_id = posting.ledger_id AND item.item_id = coalesce(posting.debit_item_id, posting.credit_item_id)
  LEFT JOIN document ON document.ledger_id = item.ledger_id AND document.document_id = item.document_id
 WHERE posting.ledger_id = current_ledger() AND posting.kind IN ('refund', 'refund_cancel');
