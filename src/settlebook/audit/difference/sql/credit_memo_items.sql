-- The rows of credit memos of which another amount is unapplied.
-- What it is now, less what moved since, is what it was at the end; that less what moved between is what it was before.
SELECT 'credit_memo_item' AS subject, moved.item_id AS id,
       document.number || '#' || told.line || coalesce('d' || told.discount_line, '') || coalesce('.' || told.tax_line, '') AS name,
       account.number AS account_number, moved.currency,
       coalesce(balance.unapplied_minor, 0) - moved.later_minor - moved.change_minor AS before_minor, moved.change_minor,
       coalesce(balance.unapplied_minor, 0) - moved.later_minor AS after_minor, moved.positions
  FROM (SELECT leg.item_id, leg.document_id, leg.currency,
               coalesce(sum(-leg.signed_minor) FILTER (WHERE NOT at_end.counts), 0) AS later_minor,
               coalesce(sum(-leg.signed_minor) FILTER (WHERE at_end.counts), 0) AS change_minor,
               array_agg(DISTINCT leg.position) FILTER (WHERE :events AND at_end.counts) AS positions
          FROM posting_leg AS leg
         CROSS JOIN LATERAL (
               SELECT leg.position <= :to_position AND (:to_day::date IS NULL OR leg.effective_on <= :to_day) AS counts
               ) AS at_end
         WHERE leg.ledger_id = :ledger AND leg.book = 'on_account_credit'
           AND (leg.position > :from_position OR (:from_day::date IS NOT NULL AND leg.effective_on > :from_day))
           AND (:account::uuid IS NULL OR leg.account_id = :account)
         GROUP BY leg.item_id, leg.document_id, leg.currency) AS moved
  JOIN document ON document.ledger_id = :ledger AND document.document_id = moved.document_id
  LEFT JOIN entry_row AS told ON told.ledger_id = :ledger AND told.item_id = moved.item_id
  LEFT JOIN account ON account.ledger_id = :ledger AND account.account_id = document.account_id
  LEFT JOIN credit_memo_item_balance AS balance ON balance.ledger_id = :ledger AND balance.item_id = moved.item_id
 WHERE moved.change_minor <> 0
 ORDER BY account.number COLLATE "C", document.number COLLATE "C", document.document_id, told.line,
          told.discount_line NULLS FIRST, told.tax_line NULLS FIRST
