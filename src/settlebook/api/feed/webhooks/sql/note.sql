INSERT INTO api.webhook_delivery (ledger_id, webhook_id, position, topic, try, sent_at, milliseconds, status, problem)
SELECT ledger_id, webhook_id, :tried, :topic, :try, :sent_at, :milliseconds, :status, :problem
  FROM api.webhook WHERE ledger_id = :ledger AND webhook_id = :webhook;
