-- read_chunk.sql: one piece of a job's file.
SELECT bytes FROM api.job_chunk WHERE ledger_id = :ledger AND job_id = :job AND number = :number;
