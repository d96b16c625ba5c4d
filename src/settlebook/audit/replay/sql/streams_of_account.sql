-- The account's own, the documents and payments that are its, and the payments that once were.
SELECT :account::uuid
UNION
SELECT document_id FROM read.document WHERE ledger_id = :ledger AND account_id = :account
UNION
SELECT payment_id FROM read.payment WHERE ledger_id = :ledger AND account_id = :account
UNION
SELECT payment_id
  FROM read.journal_payment_change
 WHERE ledger_id = :ledger AND :account IN (from_account_id, to_account_id)
