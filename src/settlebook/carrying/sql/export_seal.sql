COPY (SELECT block, format, first_position, last_position, merkle_root, previous_hash, block_hash, sealed_at, leaf_hashes
        FROM log.seal
       WHERE ledger_id = :ledger
       ORDER BY block) TO STDOUT
