-- Items of debit memos; the amount holds the tax where the tax is inclusive, the balance never does.
CREATE VIEW data_query.DebitMemoItem AS
SELECT item.item_id AS id,
       (item.amount_minor + CASE item.tax_mode WHEN 'TaxInclusive' THEN item.tax_minor ELSE 0 END) * currency.unit AS amount,
       item.amount_minor * currency.unit AS amountWithoutTax,
       item.discounts AS appliedToItemId,
       0 * currency.unit AS appliedToOthersAmount,
       (balance.paid_minor + balance.credited_minor) * currency.unit AS beAppliedByOthersAmount,
       item.details ->> 'chargeDate' AS chargeDate,
       CASE source.document_kind WHEN 'credit_memo' THEN item.source_item_id END AS creditMemoItemId,
       detail_boolean(item.details, 'excludeItemBillingFromRevenueAccounting') AS excludeItemBillingFromRevenueAccounting,
       item.details ->> 'description' AS description,
       item.details ->> 'itemShipToContactId' AS itemShipToContactId,
       item.details ->> 'itemSoldToContactId' AS itemSoldToContactId,
       NULL::text AS itemSoldToContactSnapshotId,
       coalesce(item.details ->> 'processingType', 'Charge') AS processingType,
       detail_number(item.details, 'quantity') AS quantity,
       detail_date(item.details, 'serviceEndDate') AS serviceEndDate,
       detail_date(item.details, 'serviceStartDate') AS serviceStartDate,
       item.details ->> 'sku' AS sku,
       coalesce(item.details ->> 'sourceItemType',
                CASE source.document_kind WHEN 'invoice' THEN 'InvoiceDetail' WHEN 'credit_memo' THEN 'CreditMemoItem'
                                          WHEN 'debit_memo' THEN 'DebitMemoItem' END) AS sourceItemType,
       coalesce(item.details ->> 'chargeName', item.details ->> 'skuName') AS chargeName,
       item.details ->> 'chargeNumber' AS chargeNumber,
       item.tax_minor * currency.unit AS taxAmount,
       item.details ->> 'taxCode' AS taxCodeName,
       detail_number(item.details, 'taxExemptAmount') AS taxExemptAmount,
       item.tax_mode AS taxMode,
       coalesce(item.details ->> 'unitOfMeasure', item.details ->> 'uom') AS unitOfMeasure,
       detail_number(item.details, 'unitPrice') AS unitPrice,
       item.details ->> 'subscriptionId' AS subscriptionId,
       item.details ->> 'subscriptionNumber' AS subscriptionNumber,
       CASE source.document_kind WHEN 'invoice' THEN item.source_item_id END AS invoiceItemId,
       item.details ->> 'productRatePlanChargeId' AS productRatePlanChargeId,
       item.details ->> 'ratePlanChargeId' AS ratePlanChargeId,
       item.document_id AS debitMemoId,
       balance.balance_minor * currency.unit AS balance,
       detail_boolean(item.details, 'reflectDiscountInNetAmount') AS reflectDiscountInNetAmount,
       created.actor AS createdById,
       created.recorded_at AS createdDate,
       updated.actor AS updatedById,
       updated.recorded_at AS updatedDate,
       (SELECT code.code_id FROM accounting_code AS code WHERE code.ledger_id = item.ledger_id
           AND code.name = named_code(item.details, 'accountsReceivableAccountingCode'))
         AS accountReceivableAccountingCodeId,
       (SELECT code.code_id FROM accounting_code AS code WHERE code.ledger_id = item.ledger_id
           AND code.name = named_code(item.details, 'deferredRevenueAccountingCode'))
         AS deferredRevenueAccountingCodeId,
       (SELECT code.code_id FROM accounting_code AS code WHERE code.ledger_id = item.ledger_id
           AND code.name = coalesce(named_code(item.details, 'recognizedRevenueAccountingCode'),
                                item.details ->> 'accountingCode'))
         AS recognizedRevenueAccountingCodeId,
       NULL::text AS soldToContactSnapshotId,
       NULL::text AS billToContactSnapshotId,
       NULL::text AS shipToContactSnapshotId,
       NULL::text AS journalEntryId,
       item.details ->> 'subscriptionOwnerId' AS subscriptionOwnerId,
       item_name(document.number, item.line, item.tax_line, item.discount_line) AS itemNumber,
       item.line AS lineNumber,
       item.source_item_id AS sourceItemId,
       custom_fields(item.details) AS customFields
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
 WHERE item.ledger_id = current_ledger() AND item.document_kind = 'debit_memo' AND item.tax_line IS NULL
   AND document.status <> 'Deleted';
