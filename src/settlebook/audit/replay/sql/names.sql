-- What ids stand for, as people name them.
SELECT item.item_id, document.number || '#' || item.line || coalesce('d' || item.discount_line, '')
                     || coalesce('.' || item.tax_line, '')
  FROM read.item AS item
  JOIN read.document AS document USING (ledger_id, document_id)
 WHERE item.ledger_id = :ledger AND item.item_id = ANY (:ids::uuid[])
UNION ALL
SELECT document_id, number FROM read.document WHERE ledger_id = :ledger AND document_id = ANY (:ids::uuid[])
UNION ALL
SELECT payment_id, number FROM read.payment WHERE ledger_id = :ledger AND payment_id = ANY (:ids::uuid[])
UNION ALL
SELECT refund_id, number FROM read.refund WHERE ledger_id = :ledger AND refund_id = ANY (:ids::uuid[])
UNION ALL
SELECT account_id, number FROM read.account WHERE ledger_id = :ledger AND account_id = ANY (:ids::uuid[])
