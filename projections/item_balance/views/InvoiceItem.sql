-- Items of invoices; the amount and the balance are the item's own, without its tax. A discount is netted into the item
-- it lowers: its own balance is 0 as soon as it is posted.
CREATE VIEW data_query.InvoiceItem AS
SELECT item.item_id AS id,
       item.document_id AS invoiceId,
       item.details ->> 'invoiceScheduleId' AS invoiceScheduleId,
       item.details ->> 'invoiceScheduleItemId' AS invoiceScheduleItemId,
       item.details ->> 'ratePlanChargeId' AS ratePlanChargeId,
       item.details ->> 'productRatePlanChargeId' AS productRatePlanChargeId,
       item.details ->> 'accountingCode' AS accountingCode,
       item.discounts AS appliedToInvoiceItemId,
       item.amount_minor * currency.unit AS chargeAmount,
       item.details ->> 'chargeDate' AS chargeDate,
       item.details ->> 'chargeName' AS chargeName,
       item.details ->> 'chargeNumber' AS chargeNumber,
       item.details ->> 'commitmentChargeNumber' AS commitmentChargeNumber,
       item.details ->> 'commitmentChargeSegmentNumber' AS commitmentChargeSegmentNumber,
       item.details ->> 'description' AS description,
       coalesce(detail_number(item.details, 'discountAmount'),
                (SELECT sum(-discount.amount_minor) FROM item AS discount
                  WHERE discount.ledger_id = item.ledger_id AND discount.document_id = item.document_id
                    AND discount.line = item.line AND discount.discounts = item.item_id) * currency.unit) AS discountAmount,
       detail_boolean(item.details, 'excludeItemBillingFromRevenueAccounting') AS excludeItemBillingFromRevenueAccounting,
       item.details ->> 'fulfillmentId' AS fulfillmentId,
       item.details ->> 'commitmentId' AS commitmentId,
       item.details ->> 'commitmentPeriodId' AS commitmentPeriodId,
       item.details ->> 'itemShipToContactId' AS itemShipToContactId,
       item.details ->> 'itemSoldToContactId' AS itemSoldToContactId,
       NULL::text AS itemSoldToContactSnapshotId,
       coalesce(item.details ->> 'processingType', CASE WHEN item.discounts IS NULL THEN 'Charge' ELSE 'Discount' END) AS processingType,
       detail_number(item.details, 'quantity') AS quantity,
       detail_boolean(item.details, 'reflectDiscountInNetAmount') AS reflectDiscountInNetAmount,
       detail_date(item.details, 'revRecStartDate') AS revRecStartDate,
       detail_date(item.details, 'serviceEndDate') AS serviceEndDate,
       detail_date(item.details, 'serviceStartDate') AS serviceStartDate,
       item.details ->> 'sku' AS sKU,
       item.details ->> 'sourceItemType' AS sourceItemType,
       item.details ->> 'orderLineItemId' AS orderLineItemId,
       item.details ->> 'subscriptionId' AS subscriptionId,
       item.details ->> 'subscriptionNumber' AS subscriptionNumber,
       item.tax_minor * currency.unit AS taxAmount,
       item.details ->> 'taxCode' AS taxCode,
       detail_number(item.details, 'taxExemptAmount') AS taxExemptAmount,
       item.tax_mode AS taxMode,
       detail_number(item.details, 'unitPrice') AS unitPrice,
       coalesce(item.details ->> 'unitOfMeasure', item.details ->> 'uom') AS uOM,
       balance.balance_minor * currency.unit AS balance,
       detail_number(item.details, 'numberOfDeliveries') AS numberOfDeliveries,
       created.actor AS createdById,
       created.recorded_at AS createdDate,
       updated.actor AS updatedById,
       updated.recorded_at AS updatedDate,
       NULL::uuid AS parentAccountId,
       document.details ->> 'billToContactId' AS billToContactId,
       document.details ->> 'soldToContactId' AS soldToContactId,
       document.details ->> 'shipToContactId' AS shipToContactId,
       item.details ->> 'defaultPaymentMethodId' AS defaultPaymentMethodId,
       (SELECT code.code_id FROM accounting_code AS code WHERE code.ledger_id = item.ledger_id
           AND code.name = named_code(item.details, 'adjustmentLiabilityAccountingCode'))
         AS adjustmentLiabilityAccountingCodeId,
       (SELECT code.code_id FROM accounting_code AS code WHERE code.ledger_id = item.ledger_id
           AND code.name = named_code(item.details, 'adjustmentRevenueAccountingCode'))
         AS adjustmentRevenueAccountingCodeId,
       (SELECT code.code_id FROM accounting_code AS code WHERE code.ledger_id = item.ledger_id
           AND code.name = named_code(item.details, 'accountsReceivableAccountingCode'))
         AS accountReceivableAccountingCodeId,
       (SELECT code.code_id FROM accounting_code AS code WHERE code.ledger_id = item.ledger_id
           AND code.name = named_code(item.details, 'contractAssetAccountingCode'))
         AS contractAssetAccountingCodeId,
       (SELECT code.code_id FROM accounting_code AS code WHERE code.ledger_id = item.ledger_id
           AND code.name = named_code(item.details, 'contractLiabilityAccountingCode'))
         AS contractLiabilityAccountingCodeId,
       (SELECT code.code_id FROM accounting_code AS code WHERE code.ledger_id = item.ledger_id
           AND code.name = named_code(item.details, 'contractRecognizedRevenueAccountingCode'))
         AS contractRecognizedRevenueAccountingCodeId,
       (SELECT code.code_id FROM accounting_code AS code WHERE code.ledger_id = item.ledger_id
           AND code.name = named_code(item.details, 'deferredRevenueAccountingCode'))
         AS deferredRevenueAccountingCodeId,
       (SELECT code.code_id FROM accounting_code AS code WHERE code.ledger_id = item.ledger_id
           AND code.name = coalesce(named_code(item.details, 'recognizedRevenueAccountingCode'),
                                item.details ->> 'accountingCode'))
         AS recognizedRevenueAccountingCodeId,
       (SELECT code.code_id FROM accounting_code AS code WHERE code.ledger_id = item.ledger_id
           AND code.name = named_code(item.details, 'unbilledReceivablesAccountingCode'))
         AS unbilledReceivablesAccountingCodeId,
       document.account_id AS accountId,
       NULL::text AS billToContactSnapshotId,
       NULL::text AS soldToContactSnapshotId,
       NULL::text AS shipToContactSnapshotId,
       NULL::text AS journalEntryId,
       item.details ->> 'bookingReference' AS bookingReference,
       item.details ->> 'itemType' AS itemType,
       item.details ->> 'purchaseOrderNumber' AS purchaseOrderNumber,
       item.details ->> 'revRecCode' AS revRecCode,
       item.details ->> 'revRecTriggerCondition' AS revRecTriggerCondition,
       item.details ->> 'revenueRecognitionRuleName' AS revenueRecognitionRuleName,
       item.details ->> 'productId' AS productId,
       item.details ->> 'productRatePlanId' AS productRatePlanId,
       item.details ->> 'amendmentId' AS amendmentId,
       item.details ->> 'ratePlanId' AS ratePlanId,
       item.details ->> 'subscriptionOwnerId' AS subscriptionOwnerId,
       item_name(document.number, item.line, item.tax_line, item.discount_line) AS itemNumber,
       item.line AS lineNumber,
       custom_fields(item.details) AS customFields
  FROM item
  JOIN document USING (ledger_id, document_id)
  JOIN item_balance AS balance USING (ledger_id, item_id)
  JOIN currency ON currency.code = item.currency
  LEFT JOIN journal_fact AS created
    ON created.ledger_id = item.ledger_id AND created.position = item.created_position
  LEFT JOIN journal_fact AS updated
    ON updated.ledger_id = item.ledger_id
   AND updated.position = greatest(item.updated_position, balance.updated_position)
 WHERE item.ledger_id = current_ledger() AND item.document_kind = 'invoice' AND item.tax_line IS NULL
   AND document.status <> 'Deleted';
