-- create.sql: a job that waits; the one that is there already where its id was taken. Its number is the next of its kind.
INSERT INTO api.job (ledger_id, job_id, kind, number, client_id, actor, account_id, about, request, digest, state, due_at)
SELECT :ledger, :job, :kind,
       CASE WHEN :prefix::text IS NULL THEN NULL
            ELSE :prefix || lpad((1 + coalesce((SELECT max(substr(number, 1 + length(:prefix))::bigint) FROM api.job
                                                WHERE ledger_id = :ledger AND kind = :kind), 0))::text, 8, '0') END,
       :client, :actor, :account, :about, :request, :digest, 'pending', coalesce(:due_at::timestamptz, now())
ON CONFLICT DO NOTHING
RETURNING true;
