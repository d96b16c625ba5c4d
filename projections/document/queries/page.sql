-- A page of documents of one kind, of one account or all, in the order of recording; deleted ones left out.
SELECT document_id AS id
  FROM document
 WHERE ledger_id = :ledger AND kind = :kind AND created_position > :after AND status <> 'Deleted'
   AND (:account::uuid IS NULL OR account_id = :account)
 ORDER BY created_position
 LIMIT :limit;
