-- What each account owes and has unapplied, a row a currency.
CREATE VIEW data_query.AccountMetrics AS
SELECT balance.account_id AS accountId,
       balance.currency AS currency,
       (balance.invoice_minor + balance.debit_memo_minor
        - balance.unapplied_payment_minor - balance.unapplied_credit_minor) * currency.unit AS balance,
       balance.invoice_minor * currency.unit AS totalInvoiceBalance,
       balance.debit_memo_minor * currency.unit AS totalDebitMemoBalance,
       balance.unapplied_payment_minor * currency.unit AS unappliedPaymentAmount,
       balance.unapplied_credit_minor * currency.unit AS unappliedCreditMemoAmount,
       coalesce((SELECT sum(reserved.unapplied_minor) FROM payment
                   JOIN payment_balance AS reserved USING (ledger_id, payment_id)
                  WHERE payment.ledger_id = balance.ledger_id AND payment.account_id = balance.account_id
                    AND payment.currency = balance.currency AND payment.prepayment), 0) * currency.unit AS reservedPaymentAmount,
       0 * currency.unit AS creditBalance
  FROM account_balance AS balance
  JOIN currency ON currency.code = balance.currency
 WHERE balance.ledger_id = current_ledger();
