-- fold.sql: takes over what the facts after :after and up to :upto say of accounts; the highest position wins.
-- :day does not narrow it: back-dated documents stand on days before their account was opened.
INSERT INTO account AS known (ledger_id, account_id, number, currency, status, parent_id, choices, personal_id,
                              details, created_position, updated_position)
SELECT DISTINCT ON (ledger_id, account_id)
       ledger_id, account_id, number, currency, status, parent_id, choices, personal_id, details,
       min(position) OVER (PARTITION BY ledger_id, account_id), position
  FROM journal_account
 WHERE ledger_id = :ledger AND position > :after AND position <= :upto
   AND (:account::uuid IS NULL OR account_id = :account)
 ORDER BY ledger_id, account_id, position DESC
ON CONFLICT (ledger_id, account_id) DO UPDATE
   SET number = excluded.number,
       currency = excluded.currency,
       status = excluded.status,
       parent_id = excluded.parent_id,
       choices = excluded.choices,
       personal_id = excluded.personal_id,
       details = excluded.details,
       updated_position = excluded.updated_position;
