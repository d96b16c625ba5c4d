-- The accounts of an auto-settle run, by number: those that owe something and have something unapplied, those that
-- are named, and those that this run has settled before, so that a run that was stopped tells of all its accounts.
SELECT account.account_id, account.number
  FROM read.account AS account
 WHERE account.ledger_id = :ledger
   AND (:ids::uuid[] IS NULL OR account.account_id = ANY(:ids::uuid[]))
   AND (:batch::text IS NULL OR account.details ->> 'batch' = :batch)
   AND (:parent::uuid IS NULL OR account.parent_id = :parent)
   AND (:ids::uuid[] IS NOT NULL
        OR EXISTS (SELECT
                     FROM read.account_balance AS balance
                    WHERE balance.ledger_id = account.ledger_id AND balance.account_id = account.account_id
                      AND (:currency::text IS NULL OR balance.currency = :currency)
                      AND balance.invoice_minor + balance.debit_memo_minor > 0
                      AND balance.unapplied_payment_minor + balance.unapplied_credit_minor > 0)
        OR EXISTS (SELECT
                     FROM log.command
                    WHERE command.ledger_id = account.ledger_id AND command.client = :client
                      AND command.key = :run || '/' || replace(account.account_id::text, '-', '')))
 ORDER BY account.number COLLATE "C"
