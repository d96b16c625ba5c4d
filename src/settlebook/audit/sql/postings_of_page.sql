-- The journal's postings of a page of the log, in order.
SELECT position, effective_on, currency, amount_minor,
       debit_book, debit_document_id, debit_item_id,
       credit_book, credit_document_id, credit_item_id
  FROM read.journal_posting
 WHERE ledger_id = :ledger AND position > :after AND position <= :upto
 ORDER BY position, line
