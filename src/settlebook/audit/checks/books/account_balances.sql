-- Every account balance is what its documents have open less what its payments and memos have unapplied.
WITH documents AS (
    SELECT account_id, currency,
           coalesce(sum(balance_minor) FILTER (WHERE kind = 'invoice'), 0) AS invoice_minor,
           coalesce(sum(balance_minor) FILTER (WHERE kind = 'debit_memo'), 0) AS debit_memo_minor,
           0::numeric AS payment_minor, 0::numeric AS credit_minor, max(updated_position) AS position
      FROM document_balance WHERE ledger_id = :ledger AND kind <> 'credit_memo' GROUP BY account_id, currency
     UNION ALL
    SELECT account_id, currency, 0, 0, 0, sum(unapplied_minor), max(updated_position)
      FROM credit_memo_balance WHERE ledger_id = :ledger GROUP BY account_id, currency
     UNION ALL
    SELECT account_id, currency, 0, 0, sum(unapplied_minor), 0, max(balance.updated_position)
      FROM payment JOIN payment_balance AS balance USING (ledger_id, payment_id)
     WHERE ledger_id = :ledger GROUP BY account_id, currency
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
