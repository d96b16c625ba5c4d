-- The payments that are there at a moment: by what was recorded up to :upto and, where :day is given, takes effect by
-- then. In the order of recording after :after, of who owns them then, or all; or the one of :id or :number.
SELECT payment.payment_id AS id, owner.account_id, payment.created_position AS position
  FROM read.payment AS payment
  JOIN read.journal_payment AS received
    ON received.ledger_id = payment.ledger_id AND received.position = payment.created_position
 CROSS JOIN LATERAL (
       SELECT coalesce((SELECT moved.to_account_id
                          FROM read.journal_payment_change AS moved
                         WHERE moved.ledger_id = payment.ledger_id AND moved.payment_id = payment.payment_id
                           AND moved.to_payment_id = payment.payment_id -- all of it
                           AND moved.position <= :upto AND (:day::date IS NULL OR moved.effective_on <= :day)
                         ORDER BY moved.position DESC
                         LIMIT 1), received.account_id) AS account_id) AS owner
 WHERE payment.ledger_id = :ledger AND payment.created_position > :after AND payment.created_position <= :upto
   AND (:day::date IS NULL OR received.effective_on <= :day)
   AND (:id::uuid IS NULL AND :number::text IS NULL OR payment.payment_id = :id OR payment.number = :number)
   AND (:account::uuid IS NULL
        OR payment.payment_id IN (SELECT payment_id FROM read.payment
                                   WHERE ledger_id = :ledger AND account_id = :account
                                  UNION
                                  SELECT payment_id FROM read.journal_payment_change
                                   WHERE ledger_id = :ledger AND fact = 'transferred' AND from_account_id = :account)
           AND owner.account_id = :account)
   AND NOT EXISTS (SELECT FROM read.journal_payment_change AS deleted
                    WHERE deleted.ledger_id = payment.ledger_id AND deleted.payment_id = payment.payment_id
                      AND deleted.fact = 'deleted'
                      AND deleted.position <= :upto AND (:day::date IS NULL OR deleted.effective_on <= :day))
 ORDER BY payment.created_position
 LIMIT :limit;
