-- A try was in vain: the next comes later.
UPDATE api.webhook
   SET tries = :tries, problem = :problem, due_at = clock_timestamp() + make_interval(secs => :pause)
 WHERE ledger_id = :ledger AND webhook_id = :webhook AND worker = :worker AND position = :before;
