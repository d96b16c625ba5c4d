-- Accounts with what they owe and have unapplied, in their own currency.
CREATE VIEW data_query.Account AS
SELECT account.account_id AS id,
       account.number AS accountNumber,
       personal.content ->> 'name' AS name,
       account.currency AS currency,
       account.status AS status,
       account.parent_id AS parentId,
       (balance.invoice_minor + balance.debit_memo_minor
        - balance.unapplied_payment_minor - balance.unapplied_credit_minor) * currency.unit AS balance,
       balance.invoice_minor * currency.unit AS totalInvoiceBalance,
       balance.debit_memo_minor * currency.unit AS totalDebitMemoBalance,
       balance.unapplied_payment_minor * currency.unit AS unappliedBalance,
       balance.unapplied_payment_minor * currency.unit AS unappliedPaymentAmount,
       balance.unapplied_credit_minor * currency.unit AS unappliedCreditMemoAmount,
       coalesce((SELECT sum(reserved.unapplied_minor) FROM payment
                   JOIN payment_balance AS reserved USING (ledger_id, payment_id)
                  WHERE payment.ledger_id = account.ledger_id AND payment.account_id = account.account_id
                    AND payment.currency = account.currency AND payment.prepayment), 0) * currency.unit AS reservedPaymentAmount,
       0 * currency.unit AS creditBalance,
       NULL::numeric AS contractedMrr,
       account.details ->> 'batch' AS batch,
       detail_number(account.details, 'billCycleDay') AS billCycleDay,
       account.details ->> 'communicationProfileId' AS communicationProfileId,
       account.details ->> 'creditMemoTemplateId' AS creditMemoTemplateId,
       account.details ->> 'crmId' AS crmId,
       account.details ->> 'debitMemoTemplateId' AS debitMemoTemplateId,
       account.details ->> 'defaultPaymentMethodId' AS defaultPaymentMethodId,
       detail_boolean(account.details, 'invoiceDeliveryPrefsEmail') AS invoiceDeliveryPrefsEmail,
       detail_boolean(account.details, 'invoiceDeliveryPrefsPrint') AS invoiceDeliveryPrefsPrint,
       account.details ->> 'invoiceTemplateId' AS invoiceTemplateId,
       account.details ->> 'paymentGateway' AS paymentGateway,
       account.details ->> 'paymentTerm' AS paymentTerm,
       account.details ->> 'purchaseOrderNumber' AS purchaseOrderNumber,
       detail_boolean(account.details, 'rollUpUsage') AS rollUpUsage,
       created.actor AS createdById,
       created.recorded_at AS createdDate,
       updated.actor AS updatedById,
       updated.recorded_at AS updatedDate,
       account.created_position AS createdPosition,
       custom_fields(account.details) AS customFields
  FROM account
  JOIN account_balance AS balance USING (ledger_id, account_id, currency)
  JOIN currency ON currency.code = account.currency
  LEFT JOIN journal_fact AS created
    ON created.ledger_id = account.ledger_id AND created.position = account.created_position
  LEFT JOIN journal_fact AS updated
    ON updated.ledger_id = account.ledger_id AND updated.position = account.updated_position
  LEFT JOIN log.personal AS personal
    ON personal.ledger_id = account.ledger_id AND personal.personal_id = account.personal_id
 WHERE account.ledger_id = current_ledger();
