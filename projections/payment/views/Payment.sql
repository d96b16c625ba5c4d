-- Payments: what came in and where it is; without an account where nobody knows whose it is. Deleted ones are not shown.
CREATE VIEW data_query.Payment AS
SELECT payment.payment_id AS id,
       payment.account_id AS accountId,
       payment.details #>> '{financeInformation,bankAccountAccountingCode}' AS accountingCode,
       payment.amount_minor * currency.unit AS amount,
       balance.applied_minor * currency.unit AS appliedAmount,
       0 * currency.unit AS appliedCreditBalanceAmount,
       payment.details ->> 'authTransactionId' AS authTransactionId,
       payment.details ->> 'bankIdentificationNumber' AS bankIdentificationNumber,
       canceled.recorded_at AS cancelledOn,
       coalesce(personal.content ->> 'comments', personal.content ->> 'comment') AS comment,
       payment.currency AS currency,
       payment.effective_on AS effectiveDate,
       payment.details ->> 'gatewayOrderId' AS gatewayOrderId,
       payment.details ->> 'gatewayReconciliationReason' AS gatewayReconciliationReason,
       payment.details ->> 'gatewayReconciliationStatus' AS gatewayReconciliationStatus,
       payment.details ->> 'gatewayResponse' AS gatewayResponse,
       payment.details ->> 'gatewayResponseCode' AS gatewayResponseCode,
       payment.details ->> 'gatewayState' AS gatewayState,
       payment.details ->> 'gatewayTransactionState' AS gatewayTransactionState,
       payment.standalone AS isStandalone,
       payment.details ->> 'markedForSubmissionOn' AS markedForSubmissionOn,
       payment.details ->> 'paymentMethodId' AS paymentMethodId,
       NULL::text AS paymentMethodSnapshotId,
       payment.details ->> 'paymentOptionId' AS paymentOptionId,
       payment.number AS paymentNumber,
       payment.details ->> 'payoutId' AS payoutId,
       payment.prepayment AS prepayment,
       payment.details ->> 'referencedPaymentID' AS referencedPaymentID,
       payment.details ->> 'referenceId' AS referenceId,
       balance.refunded_minor * currency.unit AS refundAmount,
       payment.details ->> 'secondPaymentReferenceId' AS secondPaymentReferenceId,
       payment.details ->> 'settledOn' AS settledOn,
       payment.details ->> 'softDescriptor' AS softDescriptor,
       payment.details ->> 'softDescriptorPhone' AS softDescriptorPhone,
       source_given(payment.details) AS source,
       payment.details ->> 'sourceName' AS sourceName,
       payment.status AS status,
       payment.details ->> 'submittedOn' AS submittedOn,
       transferred_to_accounting(payment.details) AS transferredToAccounting,
       payment.details ->> 'transactionSource' AS transactionSource,
       type_given(payment.details) AS type,
       balance.unapplied_minor * currency.unit AS unappliedAmount,
       created.actor AS createdById,
       created.recorded_at AS createdDate,
       updated.actor AS updatedById,
       updated.recorded_at AS updatedDate,
       NULL::text AS lastEmailDateTime,
       payment.details ->> 'gatewayRoutingExecutionId' AS gatewayRoutingExecutionId,
       payment.details ->> 'gatewayId' AS gateway,
       balance.transferred_minor * currency.unit AS transferredAmount,
       payment.transferred_from AS transferredFromPaymentId,
       payment.created_position AS createdPosition,
       custom_fields(payment.details) AS customFields
  FROM payment
  JOIN payment_balance AS balance USING (ledger_id, payment_id)
  JOIN currency ON currency.code = payment.currency
  LEFT JOIN journal_fact AS created
    ON created.ledger_id = payment.ledger_id AND created.position = payment.created_position
  LEFT JOIN journal_fact AS updated
    ON updated.ledger_id = payment.ledger_id
    AND updated.position = greatest(payment.updated_position, balance.updated_position)
  LEFT JOIN journal_fact AS canceled
    ON canceled.ledger_id = payment.ledger_id AND canceled.position = payment.canceled_position
  LEFT JOIN log.personal AS personal
    ON personal.ledger_id = payment.ledger_id AND personal.personal_id = payment.personal_id
 WHERE payment.ledger_id = current_ledger() AND payment.status <> 'Deleted';
