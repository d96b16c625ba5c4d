-- A page of refunds, of one account or all, in the order of recording; deleted ones left out.
SELECT refund_id AS id
  FROM refund
 WHERE ledger_id = :ledger AND created_position > :after AND status <> 'Deleted'
   AND (:account::uuid IS NULL OR account_id = :account)
 ORDER BY created_position
 LIMIT :limit;
