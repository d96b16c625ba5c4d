-- By source and document; the unapplied part has no document.
SELECT payment.number, document.number, part.amount_minor
  FROM payment_part AS part JOIN payment USING (ledger_id, payment_id)
  JOIN document USING (ledger_id, document_id)
 WHERE ledger_id = :ledger
UNION ALL
SELECT payment.number, NULL, balance.unapplied_minor
  FROM payment JOIN payment_balance AS balance USING (ledger_id, payment_id)
 WHERE ledger_id = :ledger
UNION ALL
SELECT memo.number, document.number, part.amount_minor
  FROM credit_memo_part AS part
  JOIN document AS memo ON memo.ledger_id = part.ledger_id AND memo.document_id = part.credit_memo_id
  JOIN document ON document.ledger_id = part.ledger_id AND document.document_id = part.document_id
 WHERE part.ledger_id = :ledger
UNION ALL
SELECT memo.number, NULL, balance.unapplied_minor
  FROM credit_memo_balance AS balance
  JOIN document AS memo ON memo.ledger_id = balance.ledger_id AND memo.document_id = balance.credit_memo_id
 WHERE balance.ledger_id = :ledger;
