-- The registered accounting codes by name; of :id or :name only where one of them is given.
SELECT code.code_id AS id, code.name, code.type, code.status, code.gl_name AS gl_account_name,
       code.gl_number AS gl_account_number, code.details,
       created.actor AS created_by_id, created.recorded_at AS created_date,
       updated.actor AS updated_by_id, updated.recorded_at AS updated_date
  FROM accounting_code AS code
  LEFT JOIN journal_fact AS created
    ON created.ledger_id = code.ledger_id AND created.position = code.created_position
  LEFT JOIN journal_fact AS updated
    ON updated.ledger_id = code.ledger_id AND updated.position = code.updated_position
 WHERE code.ledger_id = :ledger
   AND ((:id::uuid IS NULL AND :name::text IS NULL) OR code.code_id = :id OR code.name = :name)
 ORDER BY code.name COLLATE "C";
