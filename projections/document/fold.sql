-- fold.sql: takes over the headers after :after and up to :upto; the highest position wins.
INSERT INTO document AS known (ledger_id, document_id, kind, number, account_id, currency, status, document_date,
       due_date, referred_invoice_id, referred_debit_memo_id, referred_credit_memo_id, split_from, reversed, auto_apply,
       unapplied_part_id, personal_id, details, created_position, updated_position, posted_position, canceled_position)
SELECT DISTINCT ON (ledger_id, document_id)
       ledger_id, document_id, kind, number, account_id, currency, status, document_date,
       due_date, referred_invoice_id, referred_debit_memo_id, referred_credit_memo_id, split_from, reversed, auto_apply,
       unapplied_part_id, personal_id, details, min(position) OVER facts, position,
       CASE WHEN status = 'Posted' THEN max(position) FILTER (WHERE fact = 'posted') OVER facts END,
       CASE WHEN status IN ('Canceled', 'Deleted') THEN max(position) FILTER (WHERE fact = 'canceled') OVER facts END
  FROM journal_document
 WHERE ledger_id = :ledger AND position > :after AND position <= :upto
   AND (:day::date IS NULL OR effective_on <= :day)
   AND (:account::uuid IS NULL OR account_id = :account)
WINDOW facts AS (PARTITION BY ledger_id, document_id)
 ORDER BY ledger_id, document_id, position DESC
ON CONFLICT (ledger_id, document_id) DO UPDATE
   SET kind = excluded.kind,
       number = excluded.number,
       account_id = excluded.account_id,
       currency = excluded.currency,
       status = excluded.status,
       document_date = excluded.document_date,
       due_date = excluded.due_date,
       referred_invoice_id = excluded.referred_invoice_id,
       referred_debit_memo_id = excluded.referred_debit_memo_id,
       referred_credit_memo_id = excluded.referred_credit_memo_id,
       split_from = excluded.split_from,
       reversed = excluded.reversed,
       auto_apply = excluded.auto_apply,
       personal_id = excluded.personal_id,
       details = excluded.details,
       updated_position = excluded.updated_position,
       posted_position = CASE WHEN excluded.status = 'Posted'
                              THEN coalesce(excluded.posted_position, known.posted_position) END,
       canceled_position = CASE WHEN excluded.status IN ('Canceled', 'Deleted')
                                THEN coalesce(excluded.canceled_position, known.canceled_position) END;
