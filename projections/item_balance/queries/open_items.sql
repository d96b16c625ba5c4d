-- What is open of items and tax items of invoices and debit memos, of one account or all, the oldest due first: now,
-- which counts facts dated in the future too; or, where :as_of names a day, at that day's end.
SELECT item.item_id AS id, item_name(document.number, item.line, item.tax_line, item.discount_line) AS item_number,
       document.kind AS document_type, document.document_id, document.number AS document_number,
       document.account_id, account.number AS account_number,
       document.document_date, document.due_date, document.currency,
       coalesce(item.details ->> 'chargeName', item.details ->> 'name', item.details ->> 'description') AS description,
       item.amount_minor * currency.unit AS amount,
       open.balance_minor * currency.unit AS balance
  FROM (SELECT item_id, balance_minor
          FROM item_balance
         WHERE :as_of::date IS NULL AND ledger_id = :ledger AND balance_minor <> 0
        UNION ALL
        SELECT item_id, sum(signed_minor)
          FROM posting_leg
         WHERE :as_of::date IS NOT NULL AND ledger_id = :ledger AND book = 'receivable' AND effective_on <= :as_of
         GROUP BY item_id
        HAVING sum(signed_minor) <> 0) AS open
  JOIN item ON item.ledger_id = :ledger AND item.item_id = open.item_id
  JOIN document ON document.ledger_id = item.ledger_id AND document.document_id = item.document_id
  JOIN account ON account.ledger_id = document.ledger_id AND account.account_id = document.account_id
  JOIN currency ON currency.code = document.currency
 WHERE :account::uuid IS NULL OR document.account_id = :account
 ORDER BY coalesce(document.due_date, document.document_date), document.created_position,
          item.line, item.discount_line NULLS FIRST, item.tax_line NULLS FIRST;
