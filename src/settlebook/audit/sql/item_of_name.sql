-- The item or tax item that a name or an id stands for.
SELECT item.item_id, document.number || '#' || item.line || coalesce('.' || item.tax_line, ''),
       item.currency, item.document_kind
  FROM read.item AS item
  JOIN read.document AS document USING (ledger_id, document_id)
 WHERE item.ledger_id = :ledger
   AND (item.item_id = :id
        OR (document.number = :number AND item.line = :line AND item.tax_line IS NOT DISTINCT FROM :tax_line))
 ORDER BY item.document_kind
