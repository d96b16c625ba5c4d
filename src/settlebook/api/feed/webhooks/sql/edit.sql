-- What its owner chose anew; a place to begin anew from forgets what was tried before.
UPDATE api.webhook
   SET version = version + 1, url = :url, description = :description, types = :types, account_id = :account,
       position = coalesce(:position, position),
       tries = CASE WHEN :position::bigint IS NULL THEN tries ELSE 0 END, due_at = '-infinity', changed_at = now()
 WHERE ledger_id = :ledger AND webhook_id = :webhook;
