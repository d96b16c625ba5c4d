-- A block, unless somebody else made one of its number or of its events first: then nothing comes back.
INSERT INTO log.seal (ledger_id, block, format, first_position, last_position, merkle_root, previous_hash, block_hash,
                      sealed_at, leaf_hashes)
VALUES (:ledger, :block, :format, :first, :last, :root, :previous, :hash, :sealed_at, :leaves)
ON CONFLICT DO NOTHING
RETURNING block
