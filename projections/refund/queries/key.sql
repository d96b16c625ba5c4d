-- The refund of an id or a number, and where it was recorded; a deleted one is not found.
SELECT refund_id AS id, account_id, created_position AS position
  FROM refund
 WHERE ledger_id = :ledger AND (refund_id = :id OR number = :number) AND status <> 'Deleted';
