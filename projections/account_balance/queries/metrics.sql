-- What accounts owe and have unapplied, by currency, each account's own first.
SELECT balance.account_id, balance.currency,
       (balance.invoice_minor + balance.debit_memo_minor
        - balance.unapplied_payment_minor - balance.unapplied_credit_minor) * currency.unit AS balance,
       balance.invoice_minor * currency.unit AS total_invoice_balance,
       balance.debit_memo_minor * currency.unit AS total_debit_memo_balance,
       balance.unapplied_payment_minor * currency.unit AS unapplied_payment_amount,
       balance.unapplied_credit_minor * currency.unit AS unapplied_credit_memo_amount,
       coalesce((SELECT sum(reserved.unapplied_minor) FROM payment
                   JOIN payment_balance AS reserved USING (ledger_id, payment_id)
                  WHERE payment.ledger_id = balance.ledger_id AND payment.account_id = balance.account_id
                    AND payment.currency = balance.currency AND payment.prepayment), 0)
           * currency.unit AS reserved_payment_amount,
       0 * currency.unit AS credit_balance
  FROM account_balance AS balance
  JOIN account USING (ledger_id, account_id)
  JOIN currency ON currency.code = balance.currency
 WHERE balance.ledger_id = :ledger AND balance.account_id = ANY(:ids)
 ORDER BY balance.account_id, balance.currency <> account.currency, balance.currency;
