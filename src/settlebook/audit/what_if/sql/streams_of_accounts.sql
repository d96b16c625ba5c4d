-- The documents and payments of some accounts.
SELECT document_id FROM document WHERE ledger_id = :ledger AND account_id = ANY (:accounts::uuid[])
UNION ALL
SELECT payment_id FROM payment WHERE ledger_id = :ledger AND coalesce(account_id, :nobody) = ANY (:accounts::uuid[])
