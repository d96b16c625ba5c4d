-- The document that a tax item stands in, and its item.
SELECT item.document_id, item.document_kind, item.parent_id
  FROM read.item AS item
 WHERE item.ledger_id = :ledger AND item.item_id = :id AND item.tax_line IS NOT NULL;
