-- The journal entry of an id or a number, and where it was recorded.
SELECT journal_entry_id AS id, position, line
  FROM journal_posting
 WHERE ledger_id = :ledger AND ((position = :position AND line = :line) OR journal_entry_id = :id);
