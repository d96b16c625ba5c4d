-- drop_chunks.sql: the file of a job that is begun anew, or was canceled.
DELETE FROM api.job_chunk WHERE ledger_id = :ledger AND job_id = :job;
