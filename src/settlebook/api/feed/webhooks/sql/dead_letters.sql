-- In the order of the log; all, or those that are due.
SELECT position, topic, tries, status, problem, is_due, created_at, tried_at
  FROM api.webhook_dead_letter
 WHERE ledger_id = :ledger AND webhook_id = :webhook AND position > :after AND (is_due OR NOT :only_due)
 ORDER BY position
 LIMIT :limit;
