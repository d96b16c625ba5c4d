-- What each account owed, less what it had unapplied. Accounts are opened today, and owe for earlier days all the same.
SELECT account.number,
       coalesce(sum(balance.invoice_minor + balance.debit_memo_minor
                    - balance.unapplied_payment_minor - balance.unapplied_credit_minor), 0)
  FROM account LEFT JOIN account_balance AS balance USING (ledger_id, account_id, currency)
 WHERE ledger_id = :ledger
 GROUP BY account.number;
