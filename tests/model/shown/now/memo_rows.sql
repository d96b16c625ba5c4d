-- Of each item and tax item of posted credit memos: applied, unapplied, refunded.
SELECT item.itemNumber, item.appliedToOthersAmount, item.unappliedAmount,
       coalesce((SELECT sum(amount) FROM RefundPartItem WHERE creditMemoItemId = item.id), 0 * item.unappliedAmount)
  FROM CreditMemoItem AS item JOIN CreditMemo ON CreditMemo.id = item.creditMemoId
 WHERE CreditMemo.status = 'Posted'
UNION ALL
SELECT tax.itemNumber, tax.appliedAmount, tax.unappliedAmount, tax.refundAmount
  FROM CreditTaxationItem AS tax JOIN CreditMemoItem AS item ON item.id = tax.creditMemoItemId
  JOIN CreditMemo ON CreditMemo.id = item.creditMemoId
 WHERE CreditMemo.status = 'Posted';
