-- The accounts that are there at a moment (what was recorded up to :upto; they stand on every day), in the order of
-- recording after :after, or the one of :id or :number.
SELECT account_id AS id, account_id, created_position AS position
  FROM read.account
 WHERE ledger_id = :ledger AND created_position > :after AND created_position <= :upto
   AND (:id::uuid IS NULL AND :number::text IS NULL OR account_id = :id OR number = :number)
 ORDER BY created_position
 LIMIT :limit;
