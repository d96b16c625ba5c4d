-- Tax items of credit memos, each applied and refunded on its own.
CREATE VIEW data_query.CreditTaxationItem AS
SELECT item.item_id AS id,
       item.details ->> 'accountingCode' AS accountingCode,
       balance.applied_minor * currency.unit AS appliedAmount,
       detail_number(item.details, 'exemptAmount') AS exemptAmount,
       item.details ->> 'jurisdiction' AS jurisdiction,
       item.details ->> 'locationCode' AS locationCode,
       item.details ->> 'name' AS name,
       balance.refunded_minor * currency.unit AS refundAmount,
       detail_number(item.details, 'taxableAmount') AS taxableAmount,
       item.amount_minor * currency.unit AS taxAmount,
       item.details ->> 'taxCode' AS taxCode,
       item.details ->> 'taxCodeDescription' AS taxCodeDescription,
       detail_date(item.details, 'taxDate') AS taxDate,
       detail_date(item.details, 'periodEndDate') AS periodEndDate,
       detail_date(item.details, 'periodStartDate') AS periodStartDate,
       item.tax_mode AS taxMode,
       detail_number(item.details, 'taxRate') AS taxRate,
       item.details ->> 'taxRateDescription' AS taxRateDescription,
       item.details ->> 'taxRateType' AS taxRateType,
       balance.unapplied_minor * currency.unit AS unappliedAmount,
       item.parent_id AS creditMemoItemId,
       NULL::text AS taxableItemSnapshotId,
       item.source_item_id AS taxationItemId,
       created.actor AS createdById,
       created.recorded_at AS createdDate,
       updated.actor AS updatedById,
       updated.recorded_at AS updatedDate,
       (SELECT code.code_id FROM accounting_code AS code WHERE code.ledger_id = item.ledger_id
           AND code.name = named_code(item.details, 'accountsReceivableAccountingCode'))
         AS accountReceivableAccountingCodeId,
       (SELECT code.code_id FROM accounting_code AS code WHERE code.ledger_id = item.ledger_id
           AND code.name = named_code(item.details, 'onAccountAccountingCode'))
         AS onAccountAccountingCodeId,
       (SELECT code.code_id FROM accounting_code AS code WHERE code.ledger_id = item.ledger_id
           AND code.name = coalesce(named_code(item.details, 'salesTaxPayableAccountingCode'),
                                item.details ->> 'accountingCode'))
         AS salesTaxPayableAccountingCodeId,
       NULL::text AS journalEntryId,
       item_name(document.number, item.line, item.tax_line, item.discount_line) AS itemNumber,
       item.line AS lineNumber,
       custom_fields(item.details) AS customFields
  FROM item
  JOIN document USING (ledger_id, document_id)
  JOIN credit_memo_item_balance AS balance USING (ledger_id, item_id)
  JOIN currency ON currency.code = item.currency
  LEFT JOIN journal_fact AS created
    ON created.ledger_id = item.ledger_id AND created.position = item.created_position
  LEFT JOIN journal_fact AS updated
    ON updated.ledger_id = item.ledger_id
   AND updated.position = greatest(item.updated_position, balance.updated_position)
 WHERE item.ledger_id = current_ledger() AND item.document_kind = 'credit_memo' AND item.tax_line IS NOT NULL
   AND document.status <> 'Deleted';
