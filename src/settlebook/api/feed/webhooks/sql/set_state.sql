-- Paused, or active again: then at once, with all its tries.
UPDATE api.webhook
   SET state = :state, paused_because = :because, given_up = 0, version = version + 1, changed_at = now(),
       tries = CASE :state WHEN 'active' THEN 0 ELSE tries END,
       due_at = CASE :state WHEN 'active' THEN '-infinity' ELSE due_at END
 WHERE ledger_id = :ledger AND webhook_id = :webhook AND state <> :state;
