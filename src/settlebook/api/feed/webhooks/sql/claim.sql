-- The webhook that waited longest of those that have something to deliver and that nobody delivers.
UPDATE api.webhook AS webhook
   SET worker = :worker, leased_until = clock_timestamp() + make_interval(secs => :lease)
 WHERE (webhook.ledger_id, webhook.webhook_id) IN (
       SELECT waiting.ledger_id, waiting.webhook_id
         FROM api.webhook AS waiting
        WHERE waiting.ledger_id = :ledger AND waiting.state = 'active'
          AND (waiting.leased_until IS NULL OR waiting.leased_until < clock_timestamp())
          AND ((waiting.due_at <= clock_timestamp() AND (waiting.position < :head OR waiting.epoch_id <> :epoch))
               OR EXISTS (SELECT FROM api.webhook_dead_letter AS letter
                           WHERE letter.ledger_id = waiting.ledger_id AND letter.webhook_id = waiting.webhook_id
                             AND letter.is_due))
        ORDER BY waiting.ran_at
        LIMIT 1
          FOR UPDATE SKIP LOCKED)
RETURNING webhook_id AS id, version, url, types, account_id, epoch_id, position, tries, given_up,
          due_at <= clock_timestamp() AS is_due;
