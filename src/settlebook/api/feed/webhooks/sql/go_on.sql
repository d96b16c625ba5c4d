-- Up to here all is delivered, given up or not asked for, with the try of the last event if there was one. Nothing where
-- the worker has the webhook no longer.
WITH moved AS (
    UPDATE api.webhook
       SET position = :position, tries = 0, given_up = :given_up, due_at = '-infinity', problem = NULL,
           leased_until = clock_timestamp() + make_interval(secs => :lease)
     WHERE ledger_id = :ledger AND webhook_id = :webhook AND worker = :worker AND position = :before
    RETURNING ledger_id, webhook_id, state, version
), noted AS (
    INSERT INTO api.webhook_delivery (ledger_id, webhook_id, position, topic, try, sent_at, milliseconds, status, problem)
    SELECT ledger_id, webhook_id, :tried::bigint, :topic, :try::int, :sent_at::timestamptz, :milliseconds::int, :status::int,
           :problem
      FROM moved WHERE :tried::bigint IS NOT NULL
)
SELECT state, version FROM moved;
