-- What is open of each invoice and debit memo that was posted by then.
SELECT document.number, balance.balance_minor
  FROM document_balance AS balance JOIN document USING (ledger_id, document_id)
 WHERE ledger_id = :ledger AND document.status = 'Posted';
