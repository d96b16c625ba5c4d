-- Up to here all is delivered, given up or not asked for. Nothing where the worker has the webhook no longer.
WITH moved AS (
    UPDATE api.webhook
       SET position = :position, tries = 0, given_up = :given_up, due_at = '-infinity', problem = NULL,
           leased_until = clock_timestamp() + make_interval(secs => :lease)
     WHERE ledger_id = :ledger AND webhook_id = :webhook AND worker = :worker AND position = :before
    RETURNING state, version
)
SELECT state, version FROM moved;
