-- The newest first.
SELECT delivery_id AS id, position, topic, try, sent_at, milliseconds, status, problem
  FROM api.webhook_delivery
 WHERE ledger_id = :ledger AND webhook_id = :webhook AND (:before::bigint IS NULL OR delivery_id < :before)
 ORDER BY delivery_id DESC
 LIMIT :limit;
