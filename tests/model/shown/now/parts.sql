-- By source and document; the unapplied part has no document.
SELECT Payment.paymentNumber, coalesce(Invoice.invoiceNumber, DebitMemo.memoNumber), part.amount
  FROM PaymentPart AS part JOIN Payment ON Payment.id = part.paymentId
  LEFT JOIN Invoice ON Invoice.id = part.invoiceId
  LEFT JOIN DebitMemo ON DebitMemo.id = part.debitMemoId
UNION ALL
SELECT CreditMemo.memoNumber, coalesce(Invoice.invoiceNumber, DebitMemo.memoNumber), part.amount
  FROM CreditMemoPart AS part JOIN CreditMemo ON CreditMemo.id = part.creditMemoId
  LEFT JOIN Invoice ON Invoice.id = part.invoiceId
  LEFT JOIN DebitMemo ON DebitMemo.id = part.debitMemoId;
