SELECT content::text AS content
  FROM log.personal
 WHERE ledger_id = :ledger_id AND personal_id = :personal_id AND content IS NOT NULL
