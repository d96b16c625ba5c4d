-- cancel.sql: a job that did not end yet is not to be done; what it has written is taken away.
UPDATE api.job
   SET state = 'canceled', worker = NULL, leased_until = NULL, changed_at = now(), ended_at = now(),
       expires_at = now() + :keep_for * interval '1 second'
 WHERE ledger_id = :ledger AND job_id = :job AND state IN ('pending', 'running')
RETURNING true;
