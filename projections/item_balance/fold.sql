-- fold.sql: adds the postings after :after and up to :upto to the receivable rows they touch, on both legs.
-- A drafted row begins at 0. The same statement keeps the table live, page by page, rebuilds it, and answers for
-- a past day.
INSERT INTO item_balance AS balance (ledger_id, item_id, document_id, document_kind, currency,
       amount_minor, paid_minor, credited_minor, netted_minor, balance_minor, memo_minor,
       created_position, updated_position)
SELECT ledger_id, item_id, document_id, document_kind, currency,
       sum(amount_minor), sum(paid_minor), sum(credited_minor), sum(netted_minor), sum(balance_minor), 0,
       min(position), max(position)
  FROM (SELECT ledger_id, position, CASE fact WHEN 'created' THEN '-infinity' ELSE effective_on END AS effective_on,
               account_id, item_id, document_id, document_kind, currency, 0 AS amount_minor, 0 AS paid_minor, 0 AS credited_minor, 0 AS netted_minor, 0 AS balance_minor
          FROM journal_item
         WHERE document_kind <> 'credit_memo' AND fact <> 'removed'
        UNION ALL
        SELECT ledger_id, position, effective_on, account_id, item_id, document_id, document_kind, currency,
               CASE WHEN other_book = 'revenue' THEN signed_minor ELSE 0 END,
               CASE WHEN other_book = 'unapplied_payment' THEN -signed_minor ELSE 0 END,
               CASE WHEN other_book = 'on_account_credit' THEN -signed_minor ELSE 0 END,
               CASE WHEN other_book = 'receivable' THEN signed_minor ELSE 0 END,
               signed_minor
          FROM posting_leg
         WHERE book = 'receivable') AS moved
 WHERE ledger_id = :ledger AND position > :after AND position <= :upto
   AND (:day::date IS NULL OR effective_on <= :day)
   AND (:account::uuid IS NULL OR account_id = :account)
 GROUP BY ledger_id, item_id, document_id, document_kind, currency
ON CONFLICT (ledger_id, item_id) DO UPDATE
   SET amount_minor = balance.amount_minor + excluded.amount_minor,
       paid_minor = balance.paid_minor + excluded.paid_minor,
       credited_minor = balance.credited_minor + excluded.credited_minor,
       netted_minor = balance.netted_minor + excluded.netted_minor,
       balance_minor = balance.balance_minor + excluded.balance_minor,
       created_position = least(balance.created_position, excluded.created_position),
       updated_position = greatest(balance.updated_position, excluded.updated_position);

-- Credit memos made from an invoice move no money, they use up what is available to credit, and give it back when edited
-- or canceled. Their rows are there already: nothing is credited before it was invoiced.
UPDATE item_balance AS balance
   SET memo_minor = balance.memo_minor + credited.amount_minor,
       updated_position = greatest(balance.updated_position, credited.position)
  FROM (SELECT ledger_id, item_id, max(position) AS position,
               sum(CASE fact WHEN 'credited' THEN amount_minor ELSE -amount_minor END)::bigint AS amount_minor
          FROM journal_credited
         WHERE ledger_id = :ledger AND position > :after AND position <= :upto
           AND (:day::date IS NULL OR effective_on <= :day)
         GROUP BY ledger_id, item_id) AS credited
 WHERE balance.ledger_id = credited.ledger_id AND balance.item_id = credited.item_id;

-- Rows that an edit took away; they owe nothing, since only what drafts hold can be edited.
DELETE FROM item_balance AS balance
 USING edited_rows(:ledger, :after, :upto, :day, :account) AS edited
 WHERE balance.ledger_id = :ledger AND balance.item_id = edited.item_id AND edited.is_gone;
