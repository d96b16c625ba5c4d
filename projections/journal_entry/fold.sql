-- fold.sql: adds the rows after :after and up to :upto, the journal runs made or canceled there, and the entries they took.
-- A run holds for the whole ledger and for every day: :day and :account narrow which entries are looked at, not the runs.
INSERT INTO entry_row (ledger_id, item_id, line, discount_line, tax_line)
SELECT DISTINCT ON (item_id) ledger_id, item_id, item_line, discount_line, tax_line
  FROM journal_item
 WHERE ledger_id = :ledger AND position > :after AND position <= :upto AND fact <> 'removed'
 ORDER BY item_id, position
ON CONFLICT (ledger_id, item_id) DO NOTHING;

INSERT INTO entry_run (ledger_id, run_id, number, period_id, starts_on, ends_on, entry_on, transaction_types, details,
       position)
SELECT ledger_id, run_id, number, period_id, starts_on, ends_on, effective_on, transaction_types, details, position
  FROM journal_run
 WHERE ledger_id = :ledger AND position > :after AND position <= :upto AND fact = 'created';

UPDATE entry_run AS run
   SET canceled_position = canceled.position
  FROM journal_run AS canceled
 WHERE canceled.ledger_id = :ledger AND canceled.position > :after AND canceled.position <= :upto
   AND canceled.fact = 'canceled'
   AND run.ledger_id = canceled.ledger_id AND run.run_id = canceled.run_id;

UPDATE entry_run_member AS taken
   SET canceled_position = canceled.position
  FROM journal_run AS canceled
 WHERE canceled.ledger_id = :ledger AND canceled.position > :after AND canceled.position <= :upto
   AND canceled.fact = 'canceled'
   AND taken.ledger_id = canceled.ledger_id AND taken.run_id = canceled.run_id;

-- An entry goes to the first run that covers it, and when that one is canceled, to the first that covers it afterwards.
-- Runs before :after had their chance; so pages of any size give the same.
INSERT INTO entry_run_member (ledger_id, run_id, position, line, run_position, canceled_position)
WITH RECURSIVE run AS MATERIALIZED (
    SELECT run_id, position, starts_on, ends_on, transaction_types, canceled_position
      FROM entry_run
     WHERE ledger_id = :ledger AND position > :after AND position <= :upto
), covered AS (
    SELECT DISTINCT entry.position, entry.line, entry.effective_on, entry.type, entry.free_from
      FROM run
     CROSS JOIN LATERAL (
           SELECT posting.position, posting.line, posting.effective_on,
                  transaction_type(posting.kind, posting.debit_book, posting.credit_book, posting.debit_document_kind,
                                   posted.tax_line IS NOT NULL) AS type,
                  greatest(posting.position,
                           (SELECT max(known.canceled_position) FROM entry_run_member AS known
                             WHERE known.ledger_id = posting.ledger_id
                               AND known.position = posting.position AND known.line = posting.line)) AS free_from
             FROM journal_posting AS posting
             LEFT JOIN entry_row AS posted
               ON posted.ledger_id = posting.ledger_id
              AND posted.item_id = CASE posting.kind WHEN 'unnet' THEN posting.credit_item_id ELSE posting.debit_item_id END
            WHERE posting.ledger_id = :ledger AND posting.position < run.position
              AND posting.effective_on BETWEEN run.starts_on AND run.ends_on
              AND (:day::date IS NULL OR posting.effective_on <= :day)
              AND (:account::uuid IS NULL OR posting.debit_account_id = :account OR posting.credit_account_id = :account)
              AND NOT EXISTS (SELECT FROM entry_run_member AS known
                               WHERE known.ledger_id = posting.ledger_id AND known.position = posting.position
                                 AND known.line = posting.line AND known.canceled_position IS NULL)
           OFFSET 0) AS entry -- nothing of this is done where no run is
), taken AS (
    SELECT covered.position, covered.line, covered.effective_on, covered.type,
           first.run_id, first.position AS run_position, first.canceled_position
      FROM covered
     CROSS JOIN LATERAL (
           SELECT run.* FROM run
            WHERE run.position > covered.free_from
              AND covered.effective_on BETWEEN run.starts_on AND run.ends_on
              AND (run.transaction_types = '[]' OR run.transaction_types ? covered.type)
            ORDER BY run.position
            LIMIT 1) AS first
     UNION ALL
    SELECT taken.position, taken.line, taken.effective_on, taken.type,
           next.run_id, next.position, next.canceled_position
      FROM taken
     CROSS JOIN LATERAL (
           SELECT run.* FROM run
            WHERE run.position > taken.canceled_position
              AND taken.effective_on BETWEEN run.starts_on AND run.ends_on
              AND (run.transaction_types = '[]' OR run.transaction_types ? taken.type)
            ORDER BY run.position
            LIMIT 1) AS next
)
SELECT :ledger, run_id, position, line, run_position, canceled_position FROM taken;
