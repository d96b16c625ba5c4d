-- Invoices: what they ask for and what is left of it; a draft owes nothing. Deleted ones are not shown.
CREATE VIEW data_query.Invoice AS
SELECT document.document_id AS id,
       document.account_id AS accountId,
       0 * currency.unit AS adjustmentAmount,
       balance.amount_minor * currency.unit AS amount,
       (balance.amount_minor - balance.tax_minor) * currency.unit AS amountWithoutTax,
       is_so(document.details, 'autoPay') AS autoPay,
       balance.balance_minor * currency.unit AS balance,
       document.details ->> 'billToContactId' AS billToContactId,
       NULL::text AS billToContactSnapshotId,
       coalesce(personal.content ->> 'comments', personal.content ->> 'comment') AS comments,
       0 * currency.unit AS creditBalanceAdjustmentAmount,
       balance.credited_minor * currency.unit AS creditMemoAmount,
       document.currency AS currency,
       document.due_date AS dueDate,
       detail_boolean(document.details, 'includesOneTime') AS includesOneTime,
       detail_boolean(document.details, 'includesRecurring') AS includesRecurring,
       detail_boolean(document.details, 'includesUsage') AS includesUsage,
       document.document_date AS invoiceDate,
       document.details ->> 'invoiceGroupNumber' AS invoiceGroupNumber,
       document.number AS invoiceNumber,
       document.status = 'Split' OR document.split_from IS NOT NULL AS isSplit,
       NULL::text AS lastEmailSentDate,
       document.details ->> 'organizationId' AS organizationId,
       balance.paid_minor * currency.unit AS paymentAmount,
       posted.actor AS postedBy,
       posted.recorded_at AS postedDate,
       0 * currency.unit AS refundAmount,
       document.reversed AS reversed,
       document.details ->> 'sequenceSetId' AS sequenceSetId,
       document.details ->> 'soldToContactId' AS soldToContactId,
       NULL::text AS soldToContactSnapshotId,
       document.details ->> 'shipToContactId' AS shipToContactId,
       NULL::text AS shipToContactSnapshotId,
       source_given(document.details) AS source,
       document.details ->> 'sourceId' AS sourceId,
       source_type(document.details, document.referred_debit_memo_id, document.referred_credit_memo_id,
                   document.referred_invoice_id) AS sourceType,
       document.status AS status,
       detail_date(document.details, 'targetDate') AS targetDate,
       balance.tax_minor * currency.unit AS taxAmount,
       amount_given(document.details, 'taxExemptAmount', currency.unit) AS taxExemptAmount,
       document.details ->> 'taxStatus' AS taxStatus,
       document.details ->> 'taxMessage' AS taxMessage,
       document.details ->> 'templateId' AS templateId,
       document.details ->> 'communicationProfileId' AS communicationProfileId,
       transferred_to_accounting(document.details) AS transferredToAccounting,
       NULL::text AS paymentLink,
       created.actor AS createdById,
       created.recorded_at AS createdDate,
       updated.actor AS updatedById,
       updated.recorded_at AS updatedDate,
       document.details ->> 'paymentTerm' AS paymentTerm,
       document.split_from AS splitFromInvoiceId,
       canceled.actor AS cancelledById,
       canceled.recorded_at AS cancelledOn,
       document.created_position AS createdPosition,
       custom_fields(document.details) AS customFields
  FROM document
  JOIN document_balance AS balance USING (ledger_id, document_id)
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
 WHERE document.ledger_id = current_ledger() AND document.kind = 'invoice'
   AND document.status <> 'Deleted';
