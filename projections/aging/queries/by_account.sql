-- What each account owes, by currency and by how long it has been due on :day.
SELECT account.account_id, account.number AS account_number, document.currency,
       sum(open.balance_minor) * unit AS balance,
       coalesce(sum(open.balance_minor) FILTER (WHERE bucket = 'not due'), 0) * unit AS not_due,
       coalesce(sum(open.balance_minor) FILTER (WHERE bucket = '1-30 days'), 0) * unit AS days_1_to_30,
       coalesce(sum(open.balance_minor) FILTER (WHERE bucket = '31-60 days'), 0) * unit AS days_31_to_60,
       coalesce(sum(open.balance_minor) FILTER (WHERE bucket = '61-90 days'), 0) * unit AS days_61_to_90,
       coalesce(sum(open.balance_minor) FILTER (WHERE bucket = 'over 90 days'), 0) * unit AS over_90_days
  FROM document_balance AS open
  JOIN document USING (ledger_id, document_id)
  JOIN account ON account.ledger_id = document.ledger_id AND account.account_id = document.account_id
  JOIN currency ON currency.code = document.currency
 CROSS JOIN aging_bucket(:day::date - coalesce(document.due_date, document.document_date)) AS bucket
 WHERE open.ledger_id = :ledger AND open.balance_minor <> 0 AND (:account::uuid IS NULL OR document.account_id = :account)
 GROUP BY account.account_id, account.number, document.currency, unit
 ORDER BY account.number COLLATE "C", document.currency;
