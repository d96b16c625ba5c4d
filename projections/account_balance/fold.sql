-- fold.sql: adds the postings after :after and up to :upto to the accounts they touch, on both legs.
-- A new account has a row of zeros in its own currency.
INSERT INTO account_balance AS balance (ledger_id, account_id, currency,
       invoice_minor, debit_memo_minor, unapplied_payment_minor, unapplied_credit_minor)
SELECT ledger_id, account_id, currency,
       sum(invoice_minor), sum(debit_memo_minor), sum(unapplied_payment_minor), sum(unapplied_credit_minor)
  FROM (SELECT ledger_id, position, effective_on, account_id, currency,
               CASE WHEN book = 'receivable' AND document_kind = 'invoice' THEN signed_minor ELSE 0 END AS invoice_minor,
               CASE WHEN book = 'receivable' AND document_kind = 'debit_memo' THEN signed_minor ELSE 0 END AS debit_memo_minor,
               CASE WHEN book = 'unapplied_payment' THEN -signed_minor ELSE 0 END AS unapplied_payment_minor,
               CASE WHEN book = 'on_account_credit' THEN -signed_minor ELSE 0 END AS unapplied_credit_minor
          FROM posting_leg
         WHERE book IN ('receivable', 'unapplied_payment', 'on_account_credit')
           AND account_id IS NOT NULL       -- money that nobody knows whose it is counts for no account
        UNION ALL
        SELECT ledger_id, position, '-infinity', account_id, currency, 0, 0, 0, 0 -- it stands on every day
          FROM journal_account) AS moved
 WHERE ledger_id = :ledger AND position > :after AND position <= :upto
   AND (:day::date IS NULL OR effective_on <= :day)
   AND (:account::uuid IS NULL OR account_id = :account)
 GROUP BY ledger_id, account_id, currency
ON CONFLICT (ledger_id, account_id, currency) DO UPDATE
   SET invoice_minor = balance.invoice_minor + excluded.invoice_minor,
       debit_memo_minor = balance.debit_memo_minor + excluded.debit_memo_minor,
       unapplied_payment_minor = balance.unapplied_payment_minor + excluded.unapplied_payment_minor,
       unapplied_credit_minor = balance.unapplied_credit_minor + excluded.unapplied_credit_minor;
