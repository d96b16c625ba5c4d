-- The currencies that money of the ledger is in, with their decimals.
SELECT code, digits
  FROM currency
 WHERE code IN (SELECT posting.currency FROM journal_posting AS posting WHERE posting.ledger_id = :ledger)
 ORDER BY code;
