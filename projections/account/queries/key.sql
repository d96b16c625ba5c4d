-- The account of an id or a number, and where it was recorded.
SELECT account_id AS id, account_id, created_position AS position
  FROM account
 WHERE ledger_id = :ledger AND (account_id = :id OR number = :number);
