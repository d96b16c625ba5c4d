-- By source, document, the source's row and the document's.
SELECT Payment.paymentNumber, coalesce(Invoice.invoiceNumber, DebitMemo.memoNumber), NULL, item.itemNumber, item.amount
  FROM PaymentPartItem AS item JOIN PaymentPart AS part ON part.id = item.paymentPartId
  JOIN Payment ON Payment.id = part.paymentId
  LEFT JOIN Invoice ON Invoice.id = part.invoiceId
  LEFT JOIN DebitMemo ON DebitMemo.id = part.debitMemoId
UNION ALL
SELECT CreditMemo.memoNumber, coalesce(Invoice.invoiceNumber, DebitMemo.memoNumber), item.creditItemNumber,
       item.itemNumber, item.amount
  FROM CreditMemoPartItem AS item JOIN CreditMemoPart AS part ON part.id = item.creditMemoPartId
  JOIN CreditMemo ON CreditMemo.id = part.creditMemoId
  LEFT JOIN Invoice ON Invoice.id = part.invoiceId
  LEFT JOIN DebitMemo ON DebitMemo.id = part.debitMemoId;
