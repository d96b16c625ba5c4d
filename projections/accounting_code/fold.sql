-- fold.sql: takes over what the facts after :after and up to :upto say of accounting codes; the highest position wins.
-- They hold for the whole ledger and for every day, so neither :account nor :day narrows them.
INSERT INTO accounting_code AS known (ledger_id, code_id, name, type, status, gl_name, gl_number, details,
       created_position, updated_position)
SELECT DISTINCT ON (ledger_id, code_id)
       ledger_id, code_id, name, type, status, gl_name, gl_number, details,
       min(position) OVER (PARTITION BY ledger_id, code_id), position
  FROM journal_accounting_code
 WHERE ledger_id = :ledger AND position > :after AND position <= :upto
 ORDER BY ledger_id, code_id, position DESC
ON CONFLICT (ledger_id, code_id) DO UPDATE
   SET type = excluded.type,
       status = excluded.status,
       gl_name = excluded.gl_name,
       gl_number = excluded.gl_number,
       details = excluded.details,
       updated_position = excluded.updated_position;
