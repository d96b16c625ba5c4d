-- list.sql: jobs of one kind, the newest first or last, after those of the pages before.
SELECT job.*
  FROM api.job AS job
 WHERE ledger_id = :ledger AND kind = :kind
   AND (:states::text[] IS NULL OR state = ANY (:states))
   AND (:client::text IS NULL OR client_id = :client)
   AND (:actor::text IS NULL OR actor = :actor)
   AND (:target::text IS NULL OR request::json ->> 'targetDate' = :target)
   AND (:account::uuid IS NULL OR account_id = :account)
   AND (expires_at IS NULL OR expires_at > now())
 ORDER BY CASE WHEN :ascending THEN created_at END, created_at DESC, job_id DESC
 LIMIT :limit OFFSET :skip;
