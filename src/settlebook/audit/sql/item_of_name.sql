-- The item, tax item or payment that a name or an id stands for.
SELECT item.item_id,
       document.number || '#' || item.line || coalesce('d' || item.discount_line, '') || coalesce('.' || item.tax_line, '')
         AS name,
       item.currency, item.document_kind AS kind
  FROM item AS item
  JOIN document AS document USING (ledger_id, document_id)
 WHERE item.ledger_id = :ledger
   AND (item.item_id = :id
        OR (document.number = :number AND item.line = :line AND item.tax_line IS NOT DISTINCT FROM :tax_line
            AND item.discount_line IS NOT DISTINCT FROM :discount_line))
UNION ALL
SELECT payment_id, number, currency, 'payment'
  FROM payment
 WHERE ledger_id = :ledger AND (payment_id = :id OR number = :payment)
 ORDER BY kind
