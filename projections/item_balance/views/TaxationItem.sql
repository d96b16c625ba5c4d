-- Tax items of invoices, each settled on its own.
CREATE VIEW data_query.TaxationItem AS
SELECT item.item_id AS id,
       created.actor AS createdById,
       created.recorded_at AS createdDate,
       balance.credited_minor * currency.unit AS creditAmount,
       updated.actor AS updatedById,
       updated.recorded_at AS updatedDate,
       item.details ->> 'accountingCode' AS accountingCode,
       detail_number(item.details, 'exemptAmount') AS exemptAmount,
       item.parent_id AS invoiceItemId,
       item.details ->> 'jurisdiction' AS jurisdiction,
       item.details ->> 'locationCode' AS locationCode,
       item.details ->> 'name' AS name,
       balance.paid_minor * currency.unit AS paymentAmount,
       detail_number(item.details, 'taxableAmount') AS taxableAmount,
       item.amount_minor * currency.unit AS taxAmount,
       detail_number(item.details, 'applicableTaxUnRounded') AS taxAmountUnrounded,
       item.details ->> 'country' AS countryCode,
       item.details ->> 'taxCodeDescription' AS taxCodeDescription,
       item.details ->> 'customerCode' AS customerCode,
       item.details ->> 'exemptCertificate' AS exemptCertificate,
       item.details ->> 'sellerRegistration' AS sellerRegistration,
       item.details ->> 'taxDescription' AS taxDescription,
       item.details ->> 'taxRuleId' AS taxRuleId,
       item.details ->> 'taxCode' AS taxCode,
       item.tax_mode AS taxMode,
       detail_date(item.details, 'taxDate') AS taxDate,
       detail_date(item.details, 'periodEndDate') AS periodEndDate,
       detail_date(item.details, 'periodStartDate') AS periodStartDate,
       detail_number(item.details, 'taxRate') AS taxRate,
       item.details ->> 'taxRateDescription' AS taxRateDescription,
       item.details ->> 'taxRateType' AS taxRateType,
       balance.balance_minor * currency.unit AS balance,
       (SELECT code.code_id FROM accounting_code AS code WHERE code.ledger_id = item.ledger_id
           AND code.name = named_code(item.details, 'accountsReceivableAccountingCode'))
         AS accountReceivableAccountingCodeId,
       (SELECT code.code_id FROM accounting_code AS code WHERE code.ledger_id = item.ledger_id
           AND code.name = coalesce(named_code(item.details, 'salesTaxPayableAccountingCode'),
                                item.details ->> 'accountingCode'))
         AS salesTaxPayableAccountingCodeId,
       NULL::text AS journalEntryId,
       NULL::text AS taxableItemSnapshotId,
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
 WHERE item.ledger_id = current_ledger() AND item.document_kind = 'invoice' AND item.tax_line IS NOT NULL
   AND document.status <> 'Deleted';
