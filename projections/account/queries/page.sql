-- A page of accounts in the order of recording.
SELECT account_id AS id
  FROM account
 WHERE ledger_id = :ledger AND created_position > :after
 ORDER BY created_position
 LIMIT :limit;
