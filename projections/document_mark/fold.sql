-- fold.sql: takes over the marks after :after and up to :upto.
INSERT INTO document_mark (ledger_id, position, line, effective_on, kind, account_id, document_kind, document_id,
       other_document_kind, other_document_id, amount_minor)
SELECT ledger_id, position, line, effective_on, kind, account_id, document_kind, document_id,
       other_document_kind, other_document_id, amount_minor
  FROM journal_mark
 WHERE ledger_id = :ledger AND position > :after AND position <= :upto
   AND (:day::date IS NULL OR effective_on <= :day)
   AND (:account::uuid IS NULL OR account_id = :account);
