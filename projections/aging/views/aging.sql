-- What each account owes today, by how long it has been due; open documents only, today as the ledger's time zone says.
CREATE OR REPLACE VIEW aging AS
SELECT account_id, account.number AS account_number, open.currency,
       sum(amount) AS balance,
       coalesce(sum(amount) FILTER (WHERE bucket = 'not due'), 0 * unit) AS not_due,
       coalesce(sum(amount) FILTER (WHERE bucket = '1-30 days'), 0 * unit) AS days_1_to_30,
       coalesce(sum(amount) FILTER (WHERE bucket = '31-60 days'), 0 * unit) AS days_31_to_60,
       coalesce(sum(amount) FILTER (WHERE bucket = '61-90 days'), 0 * unit) AS days_61_to_90,
       coalesce(sum(amount) FILTER (WHERE bucket = 'over 90 days'), 0 * unit) AS over_90_days
  FROM (SELECT document.ledger_id, document.account_id, document.currency, unit,
               balance.balance_minor * unit AS amount,
               aging_bucket(today - coalesce(document.due_date, document.document_date)) AS bucket
          FROM document
          JOIN document_balance AS balance USING (ledger_id, document_id)
          JOIN currency ON currency.code = document.currency
         CROSS JOIN calendar
         WHERE document.ledger_id = current_ledger() AND balance.balance_minor <> 0) AS open
  JOIN account USING (ledger_id, account_id)
 GROUP BY account_id, account.number, open.currency, unit;
