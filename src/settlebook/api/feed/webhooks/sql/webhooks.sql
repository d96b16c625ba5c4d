-- One webhook, or all in the order in which they were made.
SELECT webhook.webhook_id AS id, version, url, description, types, account_id, state, paused_because, epoch_id, position,
       tries, given_up, nullif(due_at, '-infinity') AS due_at, problem, created_by, created_at, changed_at,
       (SELECT count(*) FROM api.webhook_dead_letter AS letter
         WHERE letter.ledger_id = webhook.ledger_id AND letter.webhook_id = webhook.webhook_id) AS dead_letters
  FROM api.webhook AS webhook
 WHERE ledger_id = :ledger AND (:webhook::uuid IS NULL OR webhook_id = :webhook)
 ORDER BY created_at, webhook_id;
