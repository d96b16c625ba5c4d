UPDATE api.webhook_dead_letter
   SET is_due = false, tries = tries + 1, status = :status, problem = :problem, tried_at = now()
 WHERE ledger_id = :ledger AND webhook_id = :webhook AND position = :position;
