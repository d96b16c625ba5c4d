-- fold.sql: adds the items drafted and the postings after :after and up to :upto to the invoices and debit memos they
-- touch. Netting moves money between rows of one document, so it leaves its sums alone.
INSERT INTO document_balance AS balance (ledger_id, document_id, kind, currency,
       amount_minor, tax_minor, paid_minor, credited_minor, balance_minor, created_position, updated_position)
SELECT ledger_id, document_id, kind, currency,
       sum(amount_minor), sum(tax_minor), sum(paid_minor), sum(credited_minor), sum(balance_minor),
       min(position), max(position)
  FROM (SELECT ledger_id, position, '-infinity'::date AS effective_on, -- what was drafted: the header has its day
               account_id, document_id, document_kind AS kind, currency, amount_minor, CASE WHEN tax_line IS NULL THEN 0 ELSE amount_minor END AS tax_minor,
               0 AS paid_minor, 0 AS credited_minor, 0 AS balance_minor
          FROM journal_item
         WHERE document_kind <> 'credit_memo' AND fact = 'created'
        UNION ALL
        SELECT ledger_id, position, effective_on, account_id, document_id, document_kind, currency, 0, 0,
               CASE WHEN other_book = 'unapplied_payment' THEN -signed_minor ELSE 0 END,
               CASE WHEN other_book = 'on_account_credit' THEN -signed_minor ELSE 0 END,
               signed_minor
          FROM posting_leg
         WHERE book = 'receivable'
        UNION ALL
        SELECT ledger_id, position, '-infinity', account_id, document_id, kind, currency, 0, 0, 0, 0, 0
          FROM journal_document
         WHERE kind <> 'credit_memo' AND fact = 'created') AS moved
 WHERE ledger_id = :ledger AND position > :after AND position <= :upto
   AND (:day::date IS NULL OR effective_on <= :day)
   AND (:account::uuid IS NULL OR account_id = :account)
 GROUP BY ledger_id, document_id, kind, currency
ON CONFLICT (ledger_id, document_id) DO UPDATE
   SET amount_minor = balance.amount_minor + excluded.amount_minor,
       tax_minor = balance.tax_minor + excluded.tax_minor,
       paid_minor = balance.paid_minor + excluded.paid_minor,
       credited_minor = balance.credited_minor + excluded.credited_minor,
       balance_minor = balance.balance_minor + excluded.balance_minor,
       created_position = least(balance.created_position, excluded.created_position),
       updated_position = greatest(balance.updated_position, excluded.updated_position);

-- A document whose rows were edited adds up to what it has then.
UPDATE document_balance AS balance
   SET amount_minor = edited.amount_minor,
       tax_minor = edited.tax_minor
  FROM (SELECT document_id,
               coalesce(sum(amount_minor) FILTER (WHERE NOT is_gone), 0) AS amount_minor,
               coalesce(sum(amount_minor) FILTER (WHERE NOT is_gone AND tax_line IS NOT NULL), 0) AS tax_minor
          FROM edited_rows(:ledger, :after, :upto, :day, :account)
         GROUP BY document_id) AS edited
 WHERE balance.ledger_id = :ledger AND balance.document_id = edited.document_id;
