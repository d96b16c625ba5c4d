-- Every account balance is what its documents have open less what its payments and memos have unapplied.
WITH documents AS (
    SELECT document.account_id, balance.currency,
           coalesce(sum(balance_minor) FILTER (WHERE balance.kind = 'invoice'), 0) AS invoice_minor,
           coalesce(sum(balance_minor) FILTER (WHERE balance.kind = 'debit_memo'), 0) AS debit_memo_minor,
           0::numeric AS payment_minor, 0::numeric AS credit_minor, max(balance.updated_position) AS position
      FROM document_balance AS balance JOIN document USING (ledger_id, document_id)
     WHERE ledger_id = :ledger GROUP BY document.account_id, balance.currency
     UNION ALL
    SELECT document.account_id, memo.currency, 0, 0, 0, sum(unapplied_minor), max(memo.updated_position)
      FROM credit_memo_balance AS memo
      JOIN document ON document.ledger_id = memo.ledger_id AND document.document_id = memo.credit_memo_id
     WHERE memo.ledger_id = :ledger GROUP BY document.account_id, memo.currency
     UNION ALL
    SELECT account_id, currency, 0, 0, sum(unapplied_minor), 0, max(balance.updated_position)
      FROM payment JOIN payment_balance AS balance USING (ledger_id, payment_id)
     WHERE ledger_id = :ledger AND account_id IS NOT NULL  -- unassigned money counts for no account
     GROUP BY account_id, currency
), history AS (
    SELECT account_id, currency, sum(invoice_minor) AS invoice_minor, sum(debit_memo_minor) AS debit_memo_minor,
           sum(payment_minor) AS payment_minor, sum(credit_minor) AS credit_minor, max(position) AS position
      FROM documents GROUP BY account_id, currency
)
SELECT history.position,
       coalesce(history.account_id, model.account_id) AS subject,
       concat_ws(' / ', history.invoice_minor, history.debit_memo_minor,
                 history.payment_minor, history.credit_minor) AS expected,
       concat_ws(' / ', model.invoice_minor, model.debit_memo_minor,
                 model.unapplied_payment_minor, model.unapplied_credit_minor) AS found
  FROM history
  FULL JOIN (SELECT * FROM account_balance WHERE ledger_id = :ledger) AS model USING (account_id, currency)
 WHERE coalesce(history.invoice_minor, 0) <> coalesce(model.invoice_minor, 0)
    OR coalesce(history.debit_memo_minor, 0) <> coalesce(model.debit_memo_minor, 0)
    OR coalesce(history.payment_minor, 0) <> coalesce(model.unapplied_payment_minor, 0)
    OR coalesce(history.credit_minor, 0) <> coalesce(model.unapplied_credit_minor, 0)
 ORDER BY 1
