-- claim.sql: the oldest job that waits, or whose worker fell silent, in the hands of this worker; of several workers
-- that look at once each gets another. (Chosen once: as a subquery it could be looked for anew for each row.)
WITH chosen AS MATERIALIZED (
    SELECT waiting.job_id
      FROM api.job AS waiting
     WHERE waiting.ledger_id = :ledger AND waiting.kind = ANY (:kinds)
       AND waiting.state IN ('pending', 'running') AND waiting.due_at <= now()
       AND (waiting.state = 'pending' OR waiting.leased_until < now())
     ORDER BY waiting.due_at, waiting.created_at
     LIMIT 1 FOR UPDATE SKIP LOCKED
)
UPDATE api.job AS job
   SET state = 'running', worker = :worker, leased_until = now() + :lease * interval '1 second', tries = job.tries + 1,
       begun_at = coalesce(job.begun_at, now()), changed_at = now()
  FROM chosen
 WHERE job.ledger_id = :ledger AND job.job_id = chosen.job_id
RETURNING job.*;
