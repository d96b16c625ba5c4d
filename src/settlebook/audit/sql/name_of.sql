-- What an id stands for, as people name it, by the tables made of the log; nothing where none has it.
SELECT document.number || '#' || item.line || coalesce('d' || item.discount_line, '') || coalesce('.' || item.tax_line, '') AS name
  FROM pg_temp.item AS item
  JOIN pg_temp.document AS document USING (ledger_id, document_id)
 WHERE item.ledger_id = :ledger AND item.item_id = :id
UNION ALL
SELECT number FROM pg_temp.document WHERE ledger_id = :ledger AND document_id = :id
UNION ALL
SELECT number FROM pg_temp.payment WHERE ledger_id = :ledger AND payment_id = :id
UNION ALL
SELECT number FROM pg_temp.refund WHERE ledger_id = :ledger AND refund_id = :id
UNION ALL
SELECT number FROM pg_temp.account WHERE ledger_id = :ledger AND account_id = :id
UNION ALL
SELECT 'the period ' || name FROM pg_temp.accounting_period WHERE ledger_id = :ledger AND period_id = :id
UNION ALL
SELECT 'the application ' || replace(application_id::text, '-', '')
  FROM pg_temp.journal_application WHERE ledger_id = :ledger AND application_id = :id
LIMIT 1
