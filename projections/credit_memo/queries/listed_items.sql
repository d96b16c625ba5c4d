-- The items of a credit memo in a list, with what it can be narrowed and sorted by. A place is where an item stands
-- in canonical order, tax items left out.
SELECT item.item_id AS id, row_number() OVER (ORDER BY item.line, item.discount_line NULLS FIRST) AS place,
       (item.amount_minor + CASE item.tax_mode WHEN 'TaxInclusive' THEN item.tax_minor ELSE 0 END)
           * currency.unit AS amount,
       item.amount_minor * currency.unit AS "chargeAmount", item.tax_minor * currency.unit AS "taxAmount",
       balance.applied_minor * currency.unit AS "appliedAmount",
       balance.unapplied_minor * currency.unit AS "unappliedAmount",
       balance.refunded_minor * currency.unit AS "refundAmount",
       detail_date(item.details, 'serviceStartDate') AS "serviceStartDate",
       detail_date(item.details, 'serviceEndDate') AS "serviceEndDate",
       item.details ->> 'sku' AS sku, item.details ->> 'skuName' AS "skuName",
       item.source_item_id AS "sourceItemId", item.details ->> 'subscriptionId' AS "subscriptionId",
       created.actor AS "createdById", date_trunc('second', created.recorded_at) AS "createdDate",
       updated.actor AS "updatedById", date_trunc('second', updated.recorded_at) AS "updatedDate"
  FROM item
  JOIN credit_memo_item_balance AS balance USING (ledger_id, item_id)
  JOIN currency ON currency.code = item.currency
  LEFT JOIN journal_fact AS created
    ON created.ledger_id = item.ledger_id AND created.position = item.created_position
  LEFT JOIN journal_fact AS updated
    ON updated.ledger_id = item.ledger_id
   AND updated.position = greatest(item.updated_position, balance.updated_position)
 WHERE item.ledger_id = :ledger AND item.document_id = :document AND item.parent_id IS NULL;
