-- The rows of a document in canonical order, tax items too.
SELECT item.item_id AS id
  FROM item
 WHERE item.ledger_id = :ledger AND item.document_id = :id
 ORDER BY item.line, item.discount_line NULLS FIRST, item.tax_line NULLS FIRST;
