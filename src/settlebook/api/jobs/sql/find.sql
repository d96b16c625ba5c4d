-- find.sql: one job, by its id or by its kind and number; only those of an account where one is given.
SELECT job.*
  FROM api.job AS job
 WHERE ledger_id = :ledger AND (job_id = :job OR (kind = :kind AND number = :number))
   AND (:account::uuid IS NULL OR account_id = :account)
   AND (expires_at IS NULL OR expires_at > now());
