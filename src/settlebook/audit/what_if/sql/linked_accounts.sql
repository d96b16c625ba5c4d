-- Accounts whose money settled documents of each other, or went from one to the other; nobody is an account of its own.
SELECT DISTINCT account_id, document_account_id
  FROM settlement_line
 WHERE ledger_id = :ledger AND account_id <> document_account_id
UNION
SELECT DISTINCT coalesce(from_account_id, :nobody), coalesce(to_account_id, :nobody)
  FROM journal_payment_change
 WHERE ledger_id = :ledger AND fact = 'transferred'
