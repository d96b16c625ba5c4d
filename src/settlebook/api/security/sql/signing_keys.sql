-- What tokens may be signed with, the newest first.
SELECT key_id, secret FROM api.signing_key WHERE ledger_id = :ledger ORDER BY made_at DESC, key_id
