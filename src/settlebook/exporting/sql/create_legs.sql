-- The legs of all postings up to :upto and :day, each under its accounting code; of what customers owe or own, by customer.
-- `customer` is null where the books keep none, and empty for money that nobody knows whose it is. Two statements in place of
-- a list of VALUES, which the server would compile anew for each entry.
CREATE TEMPORARY TABLE exported_leg ON COMMIT DROP AS
SELECT entry.effective_on, entry.position, entry.line, leg.side, leg.type, leg.code,
       CASE WHEN leg.book IN ('receivable', 'unapplied_payment', 'on_account_credit')
            THEN coalesce(account.number, '') END AS customer,
       entry.currency, leg.signed_minor,
       item_name(document.number, leg.row_line, leg.tax_line, leg.discount_line) AS item
  FROM journal_entry AS entry
 CROSS JOIN LATERAL (
       SELECT 1 AS side, entry.debit_type AS type, entry.debit_code AS code, entry.debit_book AS book,
              entry.debit_account_id AS account_id, entry.debit_document_id AS document_id, entry.debit_line AS row_line,
              entry.debit_tax_line AS tax_line, entry.debit_discount_line AS discount_line, entry.amount_minor AS signed_minor
       UNION ALL
       SELECT 2, entry.credit_type, entry.credit_code, entry.credit_book, entry.credit_account_id, entry.credit_document_id,
              entry.credit_line, entry.credit_tax_line, entry.credit_discount_line, -entry.amount_minor) AS leg
  LEFT JOIN account ON account.ledger_id = entry.ledger_id AND account.account_id = leg.account_id
  LEFT JOIN document ON document.ledger_id = entry.ledger_id AND document.document_id = leg.document_id
 WHERE entry.ledger_id = :ledger AND entry.position <= :upto
   AND (:day::date IS NULL OR entry.effective_on <= :day);
ANALYZE exported_leg;
