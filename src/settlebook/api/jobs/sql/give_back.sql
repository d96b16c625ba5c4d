-- give_back.sql: the worker stops, and another begins anew.
UPDATE api.job
   SET state = 'pending', worker = NULL, leased_until = NULL, changed_at = now(),
       tries = tries - CASE WHEN :counts THEN 0 ELSE 1 END, due_at = now() + :pause * interval '1 second'
 WHERE ledger_id = :ledger AND job_id = :job AND worker = :worker AND state = 'running';
