-- Refunds: what was paid back, out of which payment or credit memo. Deleted ones are not shown.
CREATE VIEW data_query.Refund AS
SELECT refund.refund_id AS id,
       refund.account_id AS accountId,
       NULL::text AS paymentMethodSnapshotId,
       refund.details #>> '{financeInformation,bankAccountAccountingCode}' AS accountingCode,
       refund.amount_minor * currency.unit AS amount,
       canceled.recorded_at AS cancelledOn,
       coalesce(personal.content ->> 'comments', personal.content ->> 'comment') AS comment,
       refund.currency AS currency,
       refund.details ->> 'gatewayReconciliationReason' AS gatewayReconciliationReason,
       refund.details ->> 'gatewayReconciliationStatus' AS gatewayReconciliationStatus,
       refund.details ->> 'gatewayResponse' AS gatewayResponse,
       refund.details ->> 'gatewayResponseCode' AS gatewayResponseCode,
       refund.details ->> 'gatewayState' AS gatewayState,
       refund.details ->> 'markedForSubmissionOn' AS markedForSubmissionOn,
       refund.details ->> 'methodType' AS methodType,
       refund.details ->> 'paymentMethodId' AS paymentMethodId,
       refund.details ->> 'payoutId' AS payoutId,
       refund.details ->> 'reasonCode' AS reasonCode,
       refund.details ->> 'referenceId' AS referenceID,
       refund.effective_on AS refundDate,
       refund.number AS refundNumber,
       created.recorded_at AS refundTransactionTime,
       refund.details ->> 'secondRefundReferenceId' AS secondRefundReferenceId,
       refund.details ->> 'settledOn' AS settledOn,
       refund.details ->> 'softDescriptor' AS softDescriptor,
       refund.details ->> 'softDescriptorPhone' AS softDescriptorPhone,
       CASE refund.source_kind WHEN 'payment' THEN 'Payment' ELSE 'CreditMemo' END AS sourceType,
       refund.status AS status,
       refund.details ->> 'submittedOn' AS submittedOn,
       transferred_to_accounting(refund.details) AS transferredToAccounting,
       type_given(refund.details) AS type,
       created.actor AS createdById,
       created.recorded_at AS createdDate,
       updated.actor AS updatedById,
       updated.recorded_at AS updatedDate,
       coalesce(payment.number, memo.number) AS associatedTransactionNumber,
       refund.details ->> 'gatewayId' AS gateway,
       refund.details ->> 'refundTransactionType' AS refundTransactionType,
       refund.created_position AS createdPosition,
       custom_fields(refund.details) AS customFields
  FROM refund
  JOIN currency ON currency.code = refund.currency
  LEFT JOIN payment
    ON refund.source_kind = 'payment' AND payment.ledger_id = refund.ledger_id AND payment.payment_id = refund.source_id
  LEFT JOIN document AS memo
    ON refund.source_kind = 'credit_memo' AND memo.ledger_id = refund.ledger_id AND memo.document_id = refund.source_id
  LEFT JOIN journal_fact AS created
    ON created.ledger_id = refund.ledger_id AND created.position = refund.created_position
  LEFT JOIN journal_fact AS updated
    ON updated.ledger_id = refund.ledger_id AND updated.position = refund.updated_position
  LEFT JOIN journal_fact AS canceled
    ON canceled.ledger_id = refund.ledger_id AND canceled.position = refund.canceled_position
  LEFT JOIN log.personal AS personal
    ON personal.ledger_id = refund.ledger_id AND personal.personal_id = refund.personal_id
 WHERE refund.ledger_id = current_ledger() AND refund.status <> 'Deleted';
