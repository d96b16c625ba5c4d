-- What of an account's items is open at the end of :day, of what was recorded up to :upto, and how long it has been due on
-- :aged_on; the oldest due first. Numbers and days are those that were known by then.
SELECT item_name(header.number, item_row.line, item_row.tax_line, item_row.discount_line) AS item_number,
       header.kind AS document_type, header.number AS document_number, header.document_date, header.due_date,
       coalesce(item.details ->> 'chargeName', item.details ->> 'name', item.details ->> 'description') AS description,
       open.currency, open.amount_minor, open.balance_minor,
       greatest(:aged_on::date - coalesce(header.due_date, header.document_date), 0) AS days_overdue,
       aging_bucket(:aged_on::date - coalesce(header.due_date, header.document_date)) AS aging
  FROM (SELECT item_id, document_id, currency, sum(signed_minor) AS balance_minor,
               coalesce(sum(signed_minor) FILTER (WHERE other_book = 'revenue'), 0) AS amount_minor
          FROM account_legs(:ledger, :account)
         WHERE book = 'receivable'
           AND (:day::date IS NULL OR effective_on <= :day)
           AND (:upto::bigint IS NULL OR position <= :upto)
         GROUP BY item_id, document_id, currency
        HAVING sum(signed_minor) <> 0) AS open
  JOIN LATERAL (SELECT told.kind, told.number, told.document_date, told.due_date, told.position
                  FROM journal_document AS told
                 WHERE told.ledger_id = :ledger AND told.document_id = open.document_id
                   AND (:upto::bigint IS NULL OR told.position <= :upto)
                 ORDER BY told.position DESC
                 LIMIT 1) AS header ON true
  JOIN entry_row AS item_row ON item_row.ledger_id = :ledger AND item_row.item_id = open.item_id
  LEFT JOIN item ON item.ledger_id = :ledger AND item.item_id = open.item_id
 ORDER BY open.currency, coalesce(header.due_date, header.document_date), header.number COLLATE "C",
          item_row.line, item_row.discount_line NULLS FIRST, item_row.tax_line NULLS FIRST;
