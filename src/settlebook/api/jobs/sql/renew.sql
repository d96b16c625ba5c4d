-- renew.sql: the worker is still at it; nothing is found where the job was canceled or given to another.
UPDATE api.job SET leased_until = now() + :lease * interval '1 second'
 WHERE ledger_id = :ledger AND job_id = :job AND worker = :worker AND state = 'running'
RETURNING true;
