-- fold.sql: adds the items and postings after :after and up to :upto to the credit memos they touch, and what moved
-- between memos and documents to their parts.
INSERT INTO credit_memo_balance AS balance (ledger_id, credit_memo_id, currency, amount_minor, tax_minor,
       applied_minor, unapplied_minor, refunded_minor, created_position, updated_position)
SELECT ledger_id, document_id, currency, sum(amount_minor), sum(tax_minor),
       sum(applied_minor), sum(unapplied_minor), sum(refunded_minor), min(position), max(position)
  FROM (SELECT ledger_id, position, '-infinity'::date AS effective_on, -- what was drafted: the header has its day
               account_id, document_id, currency, amount_minor, CASE WHEN tax_line IS NULL THEN 0 ELSE amount_minor END AS tax_minor,
               0 AS applied_minor, 0 AS unapplied_minor, 0 AS refunded_minor
          FROM journal_item
         WHERE document_kind = 'credit_memo' AND fact = 'created'
        UNION ALL
        SELECT ledger_id, position, effective_on, account_id, document_id, currency, 0, 0,
               CASE WHEN other_book = 'receivable' THEN signed_minor ELSE 0 END,
               -signed_minor,
               CASE WHEN other_book = 'bank' THEN signed_minor ELSE 0 END
          FROM posting_leg
         WHERE book = 'on_account_credit'
        UNION ALL
        SELECT ledger_id, position, '-infinity', account_id, document_id, currency, 0, 0, 0, 0, 0
          FROM journal_document
         WHERE kind = 'credit_memo' AND fact = 'created') AS moved
 WHERE ledger_id = :ledger AND position > :after AND position <= :upto
   AND (:day::date IS NULL OR effective_on <= :day)
   AND (:account::uuid IS NULL OR account_id = :account)
 GROUP BY ledger_id, document_id, currency
ON CONFLICT (ledger_id, credit_memo_id) DO UPDATE
   SET amount_minor = balance.amount_minor + excluded.amount_minor,
       tax_minor = balance.tax_minor + excluded.tax_minor,
       applied_minor = balance.applied_minor + excluded.applied_minor,
       unapplied_minor = balance.unapplied_minor + excluded.unapplied_minor,
       refunded_minor = balance.refunded_minor + excluded.refunded_minor,
       created_position = least(balance.created_position, excluded.created_position),
       updated_position = greatest(balance.updated_position, excluded.updated_position);

-- A memo whose rows were edited adds up to what it has then.
UPDATE credit_memo_balance AS balance
   SET amount_minor = edited.amount_minor,
       tax_minor = edited.tax_minor
  FROM (SELECT document_id,
               coalesce(sum(amount_minor) FILTER (WHERE NOT is_gone), 0) AS amount_minor,
               coalesce(sum(amount_minor) FILTER (WHERE NOT is_gone AND tax_line IS NOT NULL), 0) AS tax_minor
          FROM edited_rows(:ledger, :after, :upto, :day, :account)
         GROUP BY document_id) AS edited
 WHERE balance.ledger_id = :ledger AND balance.credit_memo_id = edited.document_id;

INSERT INTO credit_memo_item_balance AS balance (ledger_id, item_id, credit_memo_id, currency, amount_minor,
       applied_minor, unapplied_minor, refunded_minor, created_position, updated_position)
SELECT ledger_id, item_id, document_id, currency, sum(amount_minor),
       sum(applied_minor), sum(unapplied_minor), sum(refunded_minor), min(position), max(position)
  FROM (SELECT ledger_id, position, CASE fact WHEN 'created' THEN '-infinity' ELSE effective_on END AS effective_on,
               account_id, item_id, document_id, currency, 0 AS amount_minor, 0 AS applied_minor, 0 AS unapplied_minor, 0 AS refunded_minor
          FROM journal_item
         WHERE document_kind = 'credit_memo' AND fact <> 'removed'
        UNION ALL
        SELECT ledger_id, position, effective_on, account_id, item_id, document_id, currency,
               CASE WHEN other_book = 'revenue' THEN -signed_minor ELSE 0 END,
               CASE WHEN other_book = 'receivable' THEN signed_minor ELSE 0 END,
               -signed_minor,
               CASE WHEN other_book = 'bank' THEN signed_minor ELSE 0 END
          FROM posting_leg
         WHERE book = 'on_account_credit') AS moved
 WHERE ledger_id = :ledger AND position > :after AND position <= :upto
   AND (:day::date IS NULL OR effective_on <= :day)
   AND (:account::uuid IS NULL OR account_id = :account)
 GROUP BY ledger_id, item_id, document_id, currency
ON CONFLICT (ledger_id, item_id) DO UPDATE
   SET amount_minor = balance.amount_minor + excluded.amount_minor,
       applied_minor = balance.applied_minor + excluded.applied_minor,
       unapplied_minor = balance.unapplied_minor + excluded.unapplied_minor,
       refunded_minor = balance.refunded_minor + excluded.refunded_minor,
       created_position = least(balance.created_position, excluded.created_position),
       updated_position = greatest(balance.updated_position, excluded.updated_position);

-- Rows that an edit took away; nothing is unapplied of them, since only what drafts hold can be edited.
DELETE FROM credit_memo_item_balance AS balance
 USING edited_rows(:ledger, :after, :upto, :day, :account) AS edited
 WHERE balance.ledger_id = :ledger AND balance.item_id = edited.item_id AND edited.is_gone;

INSERT INTO credit_memo_part AS part (ledger_id, part_id, credit_memo_id, document_id, document_kind,
       currency, amount_minor, created_position, updated_position)
SELECT ledger_id, part_id, source_id, document_id, document_kind, currency,
       sum(signed_minor), min(position), max(position)
  FROM settlement_line
 WHERE ledger_id = :ledger AND position > :after AND position <= :upto
   AND (:day::date IS NULL OR effective_on <= :day)
   AND (:account::uuid IS NULL OR account_id = :account)
   AND source_kind = 'credit_memo'
 GROUP BY ledger_id, part_id, source_id, document_id, document_kind, currency
ON CONFLICT (ledger_id, part_id) DO UPDATE
   SET amount_minor = part.amount_minor + excluded.amount_minor,
       created_position = least(part.created_position, excluded.created_position),
       updated_position = greatest(part.updated_position, excluded.updated_position);

INSERT INTO credit_memo_part_item AS item (ledger_id, part_item_id, part_id, source_item_id, document_kind, item_id,
       currency, amount_minor, created_position, updated_position)
SELECT ledger_id, part_item_id, part_id, source_item_id, document_kind, item_id,
       currency, sum(signed_minor), min(position), max(position)
  FROM settlement_line
 WHERE ledger_id = :ledger AND position > :after AND position <= :upto
   AND (:day::date IS NULL OR effective_on <= :day)
   AND (:account::uuid IS NULL OR account_id = :account)
   AND source_kind = 'credit_memo'
 GROUP BY ledger_id, part_item_id, part_id, source_item_id, document_kind, item_id, currency
ON CONFLICT (ledger_id, part_item_id) DO UPDATE
   SET amount_minor = item.amount_minor + excluded.amount_minor,
       created_position = least(item.created_position, excluded.created_position),
       updated_position = greatest(item.updated_position, excluded.updated_position);
