-- edit.sql: another request for a job that nobody began.
UPDATE api.job
   SET request = :request, changed_at = now(), due_at = coalesce(:due_at::timestamptz, due_at)
 WHERE ledger_id = :ledger AND job_id = :job AND state = 'pending'
RETURNING true;
