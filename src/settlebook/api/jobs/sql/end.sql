-- end.sql: what became of a job, said by the worker that has it; nothing is found where it has it no longer.
UPDATE api.job
   SET state = :state, worker = NULL, leased_until = NULL, changed_at = now(), ended_at = now(),
       expires_at = now() + :keep_for * interval '1 second', result = :result, error = :error,
       row_count = :rows, request = CASE WHEN :keeps_request THEN request END
 WHERE ledger_id = :ledger AND job_id = :job AND worker = :worker AND state = 'running'
RETURNING true;
