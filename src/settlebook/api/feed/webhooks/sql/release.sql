-- Another may deliver; of the tries only the newest are kept.
WITH forgotten AS (
    DELETE FROM api.webhook_delivery
     WHERE ledger_id = :ledger AND webhook_id = :webhook
       AND delivery_id <= (SELECT delivery_id FROM api.webhook_delivery
                            WHERE ledger_id = :ledger AND webhook_id = :webhook
                            ORDER BY delivery_id DESC OFFSET :kept LIMIT 1)
)
UPDATE api.webhook SET worker = NULL, leased_until = NULL, ran_at = clock_timestamp()
 WHERE ledger_id = :ledger AND webhook_id = :webhook AND worker = :worker;
