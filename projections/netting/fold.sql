-- fold.sql: adds the nettings after :after and up to :upto, and takes away those that were taken back.
INSERT INTO netting AS known (ledger_id, document_id, document_kind, negative_item_id, positive_item_id, currency,
       amount_minor, created_position, updated_position)
SELECT ledger_id, document_id, document_kind, negative_item_id, positive_item_id, currency,
       sum(signed_minor), min(position), max(position)
  FROM (SELECT ledger_id, position, debit_document_id AS document_id, debit_document_kind AS document_kind, currency,
               CASE kind WHEN 'net' THEN debit_item_id ELSE credit_item_id END AS negative_item_id,
               CASE kind WHEN 'net' THEN credit_item_id ELSE debit_item_id END AS positive_item_id,
               CASE kind WHEN 'net' THEN amount_minor ELSE -amount_minor END AS signed_minor
          FROM journal_posting
         WHERE ledger_id = :ledger AND position > :after AND position <= :upto AND kind IN ('net', 'unnet')
           AND (:day::date IS NULL OR effective_on <= :day)
           AND (:account::uuid IS NULL OR debit_account_id = :account)) AS netted
 GROUP BY ledger_id, document_id, document_kind, negative_item_id, positive_item_id, currency
ON CONFLICT (ledger_id, document_id, negative_item_id, positive_item_id) DO UPDATE
   SET amount_minor = known.amount_minor + excluded.amount_minor,
       created_position = least(known.created_position, excluded.created_position),
       updated_position = greatest(known.updated_position, excluded.updated_position);
