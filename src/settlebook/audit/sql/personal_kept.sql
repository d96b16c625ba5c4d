-- What is kept of personal content, by its ids; salt and content are gone where it was erased.
SELECT personal_id, salt, content::text AS content, erased_at IS NOT NULL AS is_erased
  FROM log.personal
 WHERE ledger_id = :ledger AND personal_id = ANY (:ids::uuid[])
