-- The items and tax items of a credit memo, in canonical order: what they grant and where it is.
SELECT item.item_id AS id, item.parent_id, item_name(document.number, item.line, item.tax_line, item.discount_line) AS item_number,
       item.line AS line_number, item.tax_mode, item.source_item_id,
       CASE source.document_kind WHEN 'invoice' THEN 'InvoiceItem' WHEN 'credit_memo' THEN 'CreditMemoItem'
                                 WHEN 'debit_memo' THEN 'DebitMemoItem' END AS credit_from_item_source,
       coalesce(item.details ->> 'sourceItemType',
                CASE source.document_kind WHEN 'invoice' THEN 'InvoiceDetail' WHEN 'credit_memo' THEN 'CreditMemoItem'
                                          WHEN 'debit_memo' THEN 'DebitMemoItem' END) AS source_item_type,
       item.discounts AS applied_to_item_id,
       (item.amount_minor + CASE item.tax_mode WHEN 'TaxInclusive' THEN item.tax_minor ELSE 0 END)
           * currency.unit AS amount,
       item.amount_minor * currency.unit AS amount_without_tax,
       CASE WHEN item.parent_id IS NULL THEN item.tax_minor ELSE item.amount_minor END * currency.unit AS tax_amount,
       balance.applied_minor * currency.unit AS applied_amount,
       balance.unapplied_minor * currency.unit AS unapplied_amount,
       balance.refunded_minor * currency.unit AS refund_amount,
       created.actor AS created_by_id, created.recorded_at AS created_date,
       updated.actor AS updated_by_id, updated.recorded_at AS updated_date,
       item.details
  FROM item
  JOIN document USING (ledger_id, document_id)
  JOIN credit_memo_item_balance AS balance USING (ledger_id, item_id)
  LEFT JOIN item AS source ON source.ledger_id = item.ledger_id AND source.item_id = item.source_item_id
  JOIN currency ON currency.code = item.currency
  LEFT JOIN journal_fact AS created
    ON created.ledger_id = item.ledger_id AND created.position = item.created_position
  LEFT JOIN journal_fact AS updated
    ON updated.ledger_id = item.ledger_id
   AND updated.position = greatest(item.updated_position, balance.updated_position)
 WHERE item.ledger_id = :ledger AND item.document_id = :id
   AND (:items::uuid[] IS NULL OR item.item_id = ANY(:items) OR item.parent_id = ANY(:items))
 ORDER BY item.line, item.discount_line NULLS FIRST, item.tax_line NULLS FIRST;
