-- The block that holds an event.
SELECT block, format, first_position, last_position, merkle_root, previous_hash, block_hash, timestamptz_send(sealed_at),
       leaf_hashes
  FROM (SELECT * FROM log.seal
         WHERE ledger_id = :ledger AND first_position <= :position
         ORDER BY first_position DESC
         LIMIT 1) AS seal
 WHERE last_position >= :position
