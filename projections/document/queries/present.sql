-- The documents of a kind that are there at a moment: by what was recorded up to :upto and, where :day is given, takes
-- effect by then. In the order of recording after :after, of one :account or all; or the one of :id or :number.
SELECT document.document_id AS id, document.account_id, document.created_position AS position
  FROM read.document AS document
 CROSS JOIN LATERAL (
       SELECT told.status
         FROM read.journal_document AS told
        WHERE told.ledger_id = document.ledger_id AND told.document_id = document.document_id
          AND told.position <= :upto AND (:day::date IS NULL OR told.effective_on <= :day)
        ORDER BY told.position DESC
        LIMIT 1) AS latest
 WHERE document.ledger_id = :ledger AND document.kind = :kind
   AND document.created_position > :after AND document.created_position <= :upto
   AND (:id::uuid IS NULL AND :number::text IS NULL OR document.document_id = :id OR document.number = :number)
   AND (:account::uuid IS NULL OR document.account_id = :account)
   AND latest.status <> 'Deleted'
 ORDER BY document.created_position
 LIMIT :limit;
