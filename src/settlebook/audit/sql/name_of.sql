-- What an id stands for, as people name it; null where nothing has it.
SELECT document.number || '#' || item.line || coalesce('.' || item.tax_line, '') AS name
  FROM read.item AS item
  JOIN read.document AS document USING (ledger_id, document_id)
 WHERE item.ledger_id = :ledger AND item.item_id = :id
UNION ALL
SELECT number FROM read.document WHERE ledger_id = :ledger AND document_id = :id
UNION ALL
SELECT number FROM read.payment WHERE ledger_id = :ledger AND payment_id = :id
UNION ALL
SELECT number FROM read.refund WHERE ledger_id = :ledger AND refund_id = :id
UNION ALL
SELECT number FROM read.account WHERE ledger_id = :ledger AND account_id = :id
UNION ALL
SELECT 'the application ' || replace(application_id::text, '-', '')
  FROM read.journal_application WHERE ledger_id = :ledger AND application_id = :id
LIMIT 1
