-- The items and tax items of an invoice or debit memo, in canonical order: what they ask for and what is left of it.
SELECT item.item_id AS id, item.parent_id, item_name(document.number, item.line, item.tax_line, item.discount_line) AS item_number,
       item.line AS line_number, item.tax_mode, item.source_item_id,
       coalesce(item.details ->> 'sourceItemType',
                CASE source.document_kind WHEN 'invoice' THEN 'InvoiceDetail' WHEN 'credit_memo' THEN 'CreditMemoItem'
                                          WHEN 'debit_memo' THEN 'DebitMemoItem' END) AS source_item_type,
       item.discounts AS applied_to_item_id,
       (item.amount_minor + CASE item.tax_mode WHEN 'TaxInclusive' THEN item.tax_minor ELSE 0 END)
           * currency.unit AS amount,
       item.amount_minor * currency.unit AS amount_without_tax,
       CASE WHEN item.parent_id IS NULL THEN item.tax_minor ELSE item.amount_minor END * currency.unit AS tax_amount,
       balance.balance_minor * currency.unit AS balance,
       balance.paid_minor * currency.unit AS payment_amount,
       balance.credited_minor * currency.unit AS credit_amount,
       nullif(balance.netted_minor, 0) * currency.unit AS netted_amount,
       (balance.paid_minor + balance.credited_minor) * currency.unit AS be_applied_amount,
       greatest(balance.amount_minor - balance.memo_minor
                + coalesce((SELECT sum(discount.amount_minor) FROM item AS discount
                             WHERE discount.ledger_id = item.ledger_id AND discount.document_id = item.document_id
                               AND discount.line = item.line AND discount.discounts = item.item_id), 0), 0)
           * currency.unit AS available_to_credit_amount,
       created.actor AS created_by_id, created.recorded_at AS created_date,
       updated.actor AS updated_by_id, updated.recorded_at AS updated_date,
       item.details
  FROM item
  JOIN document USING (ledger_id, document_id)
  JOIN item_balance AS balance USING (ledger_id, item_id)
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
