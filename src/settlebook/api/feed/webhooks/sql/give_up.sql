-- An event becomes a dead letter; it may have been one before, for whoever had it begin anew.
INSERT INTO api.webhook_dead_letter (ledger_id, webhook_id, position, topic, tries, status, problem)
VALUES (:ledger, :webhook, :position, :topic, :tries, :status, :problem)
ON CONFLICT (ledger_id, webhook_id, position) DO UPDATE
   SET tries = excluded.tries, status = excluded.status, problem = excluded.problem, tried_at = now(), is_due = false;
