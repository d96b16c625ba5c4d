-- Credit memos: what they grant and where it is; the balance is what is unapplied, 0 while a draft.
CREATE VIEW data_query.CreditMemo AS
SELECT document.document_id AS id,
       balance.applied_minor * currency.unit AS appliedAmount,
       balance.unapplied_minor * currency.unit AS balance,
       document.details ->> 'billToContactId' AS billToContactId,
       NULL::text AS billToContactSnapshotId,
       canceled.actor AS cancelledById,
       canceled.recorded_at AS cancelledOn,
       coalesce(personal.content ->> 'comments', personal.content ->> 'comment') AS comments,
       document.currency AS currency,
       detail_number(document.details, 'discountAmount') AS discountAmount,
       detail_date(document.details, 'exchangeRateDate') AS exchangeRateDate,
       is_so(document.details, 'excludeFromAutoApplyRules') AS excludeFromAutoApplyRules,
       document.auto_apply AS autoApplyUponPosting,
       document.details ->> 'invoiceGroupNumber' AS invoiceGroupNumber,
       document.document_date AS memoDate,
       document.number AS memoNumber,
       posted.actor AS postedById,
       posted.recorded_at AS postedOn,
       document.details ->> 'reasonCode' AS reasonCode,
       balance.refunded_minor * currency.unit AS refundAmount,
       document.reversed AS reversed,
       document.details ->> 'revenueImpacting' AS revenueImpacting,
       document.details ->> 'sequenceSetId' AS sequenceSetId,
       document.details ->> 'communicationProfileId' AS communicationProfileId,
       NULL::text AS shipToContactSnapshotId,
       NULL::text AS soldToContactSnapshotId,
       source_given(document.details) AS source,
       source_type(document.details, document.referred_debit_memo_id, document.referred_credit_memo_id,
                   document.referred_invoice_id) AS sourceType,
       document.status AS status,
       detail_date(document.details, 'targetDate') AS targetDate,
       balance.tax_minor * currency.unit AS taxAmount,
       detail_boolean(document.details, 'taxAutoCalculation') AS taxAutoCalculation,
       document.details ->> 'taxMessage' AS taxMessage,
       document.details ->> 'taxStatus' AS taxStatus,
       balance.amount_minor * currency.unit AS totalAmount,
       (balance.amount_minor - balance.tax_minor) * currency.unit AS totalAmountWithoutTax,
       amount_given(document.details, 'totalTaxExemptAmount', currency.unit) AS totalTaxExemptAmount,
       transferred_to_accounting(document.details) AS transferredToAccounting,
       document.referred_invoice_id AS invoiceId,
       document.account_id AS accountId,
       created.actor AS createdById,
       document.details ->> 'sourceId' AS sourceId,
       created.recorded_at AS createdDate,
       updated.actor AS updatedById,
       updated.recorded_at AS updatedDate,
       document.referred_debit_memo_id AS debitMemoId,
       document.created_position AS createdPosition,
       custom_fields(document.details) AS customFields
  FROM document
  JOIN credit_memo_balance AS balance
    ON balance.ledger_id = document.ledger_id AND balance.credit_memo_id = document.document_id
  JOIN currency ON currency.code = document.currency
  LEFT JOIN journal_fact AS created
    ON created.ledger_id = document.ledger_id AND created.position = document.created_position
  LEFT JOIN journal_fact AS updated
    ON updated.ledger_id = document.ledger_id
    AND updated.position = greatest(document.updated_position, balance.updated_position)
  LEFT JOIN journal_fact AS posted
    ON posted.ledger_id = document.ledger_id AND posted.position = document.posted_position
  LEFT JOIN journal_fact AS canceled
    ON canceled.ledger_id = document.ledger_id AND canceled.position = document.canceled_position
  LEFT JOIN log.personal AS personal
    ON personal.ledger_id = document.ledger_id AND personal.personal_id = document.personal_id
 WHERE document.ledger_id = current_ledger() AND document.kind = 'credit_memo'
   AND document.status <> 'Deleted';
