-- The two items of each journal entry: what is debited, and what is credited with the same amount.
CREATE VIEW data_query.JournalEntryItem AS
SELECT entry.journal_entry_id AS journalEntryId,
       entry.number AS journalEntryNumber,
       item.type AS type,
       entry.amount_minor * currency.unit AS amount,
       entry.currency AS currency,
       item.code_id AS accountingCodeId,
       item.code AS accountingCodeName,
       item.code_type AS accountingCodeType,
       item.gl_name AS glAccountName,
       item.gl_number AS glAccountNumber,
       item.account_id AS accountId,
       item.document_id AS documentId,
       item.item_id AS itemId,
       CASE WHEN entry.kind <> 'transfer' THEN entry.subtype
            WHEN item.type = 'Debit' THEN 'Payment: Transferred From'
            ELSE 'Payment: Transferred To' END AS subtype
  FROM journal_entry AS entry
  JOIN currency ON currency.code = entry.currency
 CROSS JOIN LATERAL (VALUES
       ('Debit', entry.debit_code_id, entry.debit_code, entry.debit_type, entry.debit_gl_name, entry.debit_gl_number,
        entry.debit_account_id, entry.debit_document_id, entry.debit_item_id),
       ('Credit', entry.credit_code_id, entry.credit_code, entry.credit_type, entry.credit_gl_name, entry.credit_gl_number,
        entry.credit_account_id, entry.credit_document_id, entry.credit_item_id)
       ) AS item (type, code_id, code, code_type, gl_name, gl_number, account_id, document_id, item_id)
 WHERE entry.ledger_id = current_ledger();
