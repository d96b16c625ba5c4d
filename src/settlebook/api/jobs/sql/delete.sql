-- delete.sql: a job that ended, or that nobody began, is taken away with its file.
DELETE FROM api.job WHERE ledger_id = :ledger AND job_id = :job AND state <> 'running' RETURNING true;
