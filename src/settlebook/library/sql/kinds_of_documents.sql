-- kinds_of_documents.sql: whether documents are invoices or debit memos, by their numbers and ids.
SELECT id, kind
  FROM log.number
 WHERE ledger_id = :ledger AND kind IN ('invoice', 'debit_memo') AND number = ANY (:numbers);
