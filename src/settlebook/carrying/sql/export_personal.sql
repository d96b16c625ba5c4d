-- Content that is left out counts as erased since the log last grew: salt and content go together.
COPY (SELECT personal_id, owner_id,
             CASE WHEN :personal THEN salt END AS salt,
             CASE WHEN :personal THEN content END AS content,
             CASE WHEN :personal OR erased_at IS NOT NULL THEN erased_at
                  ELSE (SELECT recorded_at FROM log.log_head WHERE ledger_id = :ledger) END AS erased_at
        FROM log.personal
       WHERE ledger_id = :ledger
       ORDER BY personal_id) TO STDOUT
