-- The blocks after :after, up to :upto, in their order.
SELECT block, format, first_position, last_position, merkle_root, previous_hash, block_hash, timestamptz_send(sealed_at),
       leaf_hashes
  FROM log.seal
 WHERE ledger_id = :ledger AND block > :after AND block <= :upto
 ORDER BY block
 LIMIT :most
