-- Makes a key where none is young enough.
INSERT INTO api.signing_key (ledger_id, key_id, secret)
SELECT :ledger, :key_id, :secret
 WHERE NOT EXISTS (SELECT FROM api.signing_key
                    WHERE ledger_id = :ledger AND made_at > now() - make_interval(secs => :renewed_after))
