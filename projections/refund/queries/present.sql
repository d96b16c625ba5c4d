-- The refunds that are there at a moment: by what was recorded up to :upto and, where :day is given, takes effect by
-- then. In the order of recording after :after, of one :account or all; or the one of :id or :number.
SELECT refund.refund_id AS id, refund.account_id, refund.created_position AS position
  FROM read.refund AS refund
  JOIN read.journal_refund AS issued
    ON issued.ledger_id = refund.ledger_id AND issued.position = refund.created_position
 WHERE refund.ledger_id = :ledger AND refund.created_position > :after AND refund.created_position <= :upto
   AND (:day::date IS NULL OR issued.effective_on <= :day)
   AND (:id::uuid IS NULL AND :number::text IS NULL OR refund.refund_id = :id OR refund.number = :number)
   AND (:account::uuid IS NULL OR refund.account_id = :account)
   AND NOT EXISTS (SELECT FROM read.journal_refund_change AS deleted
                    WHERE deleted.ledger_id = refund.ledger_id AND deleted.source_id = refund.source_id
                      AND deleted.refund_id = refund.refund_id AND deleted.fact = 'deleted'
                      AND deleted.position <= :upto AND (:day::date IS NULL OR deleted.effective_on <= :day))
 ORDER BY refund.created_position
 LIMIT :limit;
