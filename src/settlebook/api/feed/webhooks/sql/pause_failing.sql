-- Its endpoint does not answer as it should: somebody has to look.
UPDATE api.webhook SET state = 'paused', paused_because = :because, changed_at = now(), version = version + 1
 WHERE ledger_id = :ledger AND webhook_id = :webhook AND worker = :worker;
