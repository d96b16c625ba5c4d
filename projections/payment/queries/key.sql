-- The payment of an id or a number, and where it was recorded; a deleted one is not found.
SELECT payment_id AS id, account_id, created_position AS position
  FROM payment
 WHERE ledger_id = :ledger AND (payment_id = :id OR number = :number) AND status <> 'Deleted';
