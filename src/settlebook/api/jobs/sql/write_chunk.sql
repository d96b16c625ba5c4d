-- write_chunk.sql: the next piece of a job's file, from the worker that has the job; else nothing is found.
INSERT INTO api.job_chunk (ledger_id, job_id, number, bytes)
SELECT ledger_id, job_id, :number, :bytes FROM api.job
 WHERE ledger_id = :ledger AND job_id = :job AND worker = :worker AND state = 'running'
RETURNING true;
