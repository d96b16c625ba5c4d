-- The document of a kind by id or number, and where it was recorded; a deleted one is not found.
SELECT document_id AS id, account_id, created_position AS position
  FROM document
 WHERE ledger_id = :ledger AND kind = :kind AND (document_id = :id OR number = :number) AND status <> 'Deleted';
