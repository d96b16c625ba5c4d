-- Documents of any kind by their ids: what they ask for or grant, and what of it is open or unapplied.
SELECT document.document_id AS id, document.number AS document_number, document.account_id,
       account.number AS account_number,
       CASE document.kind WHEN 'invoice' THEN 'Invoice' WHEN 'debit_memo' THEN 'DebitMemo' ELSE 'CreditMemo' END
         AS document_type,
       document.document_date, document.due_date, document.status, document.currency,
       coalesce(receivable.amount_minor, memo.amount_minor) * currency.unit AS amount,
       coalesce(receivable.balance_minor, memo.unapplied_minor) * currency.unit AS balance
  FROM document
  JOIN account USING (ledger_id, account_id)
  JOIN currency ON currency.code = document.currency
  LEFT JOIN document_balance AS receivable
    ON receivable.ledger_id = document.ledger_id AND receivable.document_id = document.document_id
  LEFT JOIN credit_memo_balance AS memo
    ON memo.ledger_id = document.ledger_id AND memo.credit_memo_id = document.document_id
 WHERE document.ledger_id = :ledger AND document.document_id = ANY(:ids);
