-- The newest block of a ledger.
SELECT block, format, first_position, last_position, merkle_root, previous_hash, block_hash, timestamptz_send(sealed_at),
       leaf_hashes
  FROM log.seal
 WHERE ledger_id = :ledger
 ORDER BY block DESC
 LIMIT 1
