-- owner_of_id.sql: of an item, a tax item or a refund, what it is part of.
SELECT owner_id
  FROM log.identity
 WHERE ledger_id = :ledger AND id = :id;
