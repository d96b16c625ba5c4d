SELECT personal_id, content::text AS content
  FROM log.personal
 WHERE ledger_id = :ledger_id AND owner_id = :owner_id AND content IS NOT NULL
