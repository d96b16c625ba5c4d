-- What of one account may be open: posted documents with a balance, credit memos and payments with something unapplied.
SELECT document.document_id AS stream_id
  FROM read.document AS document
  JOIN read.document_balance AS balance USING (ledger_id, document_id)
 WHERE document.ledger_id = :ledger AND document.account_id = :account AND balance.balance_minor > 0
UNION ALL
SELECT memo.document_id
  FROM read.document AS memo
  JOIN read.credit_memo_balance AS balance
    ON balance.ledger_id = memo.ledger_id AND balance.credit_memo_id = memo.document_id
 WHERE memo.ledger_id = :ledger AND memo.account_id = :account AND balance.unapplied_minor > 0
UNION ALL
SELECT payment.payment_id
  FROM read.payment AS payment
  JOIN read.payment_balance AS balance USING (ledger_id, payment_id)
 WHERE payment.ledger_id = :ledger AND payment.account_id = :account AND balance.unapplied_minor > 0
