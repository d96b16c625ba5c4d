-- What is open of each item and tax item of invoices and debit memos that were posted by then.
SELECT item_name(document.number, item.line, item.tax_line, item.discount_line), balance.balance_minor
  FROM item_balance AS balance JOIN item USING (ledger_id, item_id)
  JOIN document ON document.ledger_id = item.ledger_id AND document.document_id = item.document_id
 WHERE item.ledger_id = :ledger AND document.status = 'Posted';
