-- What is open of items and tax items of invoices and debit memos, of one account or all, the oldest due first.
SELECT item.item_id AS id, item_name(document.number, item.line, item.tax_line, item.discount_line) AS item_number,
       document.kind AS document_type, document.document_id, document.number AS document_number,
       document.account_id, account.number AS account_number,
       document.document_date, document.due_date, document.currency,
       coalesce(item.details ->> 'chargeName', item.details ->> 'name', item.details ->> 'description') AS description,
       item.amount_minor * currency.unit AS amount,
       open.balance_minor * currency.unit AS balance
  FROM item_balance AS open
  JOIN item USING (ledger_id, item_id)
  JOIN document ON document.ledger_id = item.ledger_id AND document.document_id = item.document_id
  JOIN account ON account.ledger_id = document.ledger_id AND account.account_id = document.account_id
  JOIN currency ON currency.code = document.currency
 WHERE open.ledger_id = :ledger AND open.balance_minor <> 0
   AND (:account::uuid IS NULL OR document.account_id = :account)
 ORDER BY coalesce(document.due_date, document.document_date), document.created_position,
          item.line, item.discount_line NULLS FIRST, item.tax_line NULLS FIRST;
