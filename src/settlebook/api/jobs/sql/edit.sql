-- edit.sql: another request for a job that nobody ever began (one that was given back has done a part), unless others
-- changed it since it was read.
UPDATE api.job
   SET request = :request, changed_at = clock_timestamp(), due_at = coalesce(:due_at::timestamptz, now())
 WHERE ledger_id = :ledger AND job_id = :job AND state = 'pending' AND begun_at IS NULL AND changed_at = :changed_at
RETURNING true;
