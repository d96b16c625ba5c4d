-- What each account owes on :day, by currency and by how long it has been due. Balances are those of the tables that the
-- search path names: the live ones count all facts, tables folded up to a day answer for that day.
SELECT account.account_id, account.number AS account_number, document.currency,
       aging_bucket(:day::date - coalesce(document.due_date, document.document_date)) AS bucket,
       sum(balance.balance_minor) AS balance_minor
  FROM document
  JOIN document_balance AS balance USING (ledger_id, document_id)
  JOIN account USING (ledger_id, account_id)
 WHERE document.ledger_id = :ledger AND balance.balance_minor <> 0
   AND (:account::uuid IS NULL OR document.account_id = :account)
 GROUP BY account.account_id, account.number, document.currency, bucket
 ORDER BY account.number, document.currency, bucket;
