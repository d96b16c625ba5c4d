-- Forgets keys with which nothing was signed that could still count.
DELETE FROM api.signing_key
 WHERE ledger_id = :ledger AND made_at < now() - make_interval(secs => :kept_for)
