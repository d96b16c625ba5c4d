-- What is open of each item and tax item of posted invoices and debit memos.
SELECT item.itemNumber, item.balance
  FROM InvoiceItem AS item JOIN Invoice ON Invoice.id = item.invoiceId
 WHERE Invoice.status = 'Posted'
UNION ALL
SELECT tax.itemNumber, tax.balance
  FROM TaxationItem AS tax JOIN InvoiceItem AS item ON item.id = tax.invoiceItemId
  JOIN Invoice ON Invoice.id = item.invoiceId
 WHERE Invoice.status = 'Posted'
UNION ALL
SELECT item.itemNumber, item.balance
  FROM DebitMemoItem AS item JOIN DebitMemo ON DebitMemo.id = item.debitMemoId
 WHERE DebitMemo.status = 'Posted'
UNION ALL
SELECT tax.itemNumber, tax.balance
  FROM DebitTaxationItem AS tax JOIN DebitMemoItem AS item ON item.id = tax.debitMemoItemId
  JOIN DebitMemo ON DebitMemo.id = item.debitMemoId
 WHERE DebitMemo.status = 'Posted';
