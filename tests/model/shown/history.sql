-- By source, document, the source's row and the document's: what was applied less what was taken back.
SELECT Payment.paymentNumber, coalesce(Invoice.invoiceNumber, DebitMemo.memoNumber), NULL, item.itemNumber,
       sum(item.signedAmount)
  FROM PaymentApplicationItem AS item JOIN PaymentApplication AS done ON done.id = item.paymentApplicationId
  JOIN Payment ON Payment.id = done.paymentId
  LEFT JOIN Invoice ON Invoice.id = done.invoiceId
  LEFT JOIN DebitMemo ON DebitMemo.id = done.debitMemoId
 GROUP BY 1, 2, 3, 4
UNION ALL
SELECT CreditMemo.memoNumber, coalesce(Invoice.invoiceNumber, DebitMemo.memoNumber), item.creditItemNumber,
       item.itemNumber, sum(item.signedAmount)
  FROM CreditMemoApplicationItem AS item
  JOIN CreditMemoApplication AS done ON done.id = item.creditMemoApplicationId
  JOIN CreditMemo ON CreditMemo.id = done.creditMemoId
  LEFT JOIN Invoice ON Invoice.id = done.invoiceId
  LEFT JOIN DebitMemo ON DebitMemo.id = done.debitMemoId
 GROUP BY 1, 2, 3, 4;
