-- The ids that stand in what was recorded before: whoever copies what came after keeps them.
SELECT array_agg(id)::uuid[]
  FROM (SELECT stream_id AS id FROM log.event WHERE ledger_id = :ledger AND position <= :position
        UNION
        SELECT personal_id FROM log.personal WHERE ledger_id = :ledger) AS known;
