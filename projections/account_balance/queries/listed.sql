-- The accounts of a list, with what it can be narrowed and sorted by.
SELECT account.account_id AS id, account.account_id AS "accountId", account.number AS "accountNumber",
       account.currency, account.status, account.parent_id AS "parentId",
       account.details ->> 'batch' AS batch, account.details ->> 'crmId' AS "crmId",
       (balance.invoice_minor + balance.debit_memo_minor
        - balance.unapplied_payment_minor - balance.unapplied_credit_minor) * currency.unit AS balance,
       balance.invoice_minor * currency.unit AS "totalInvoiceBalance",
       balance.debit_memo_minor * currency.unit AS "totalDebitMemoBalance",
       balance.unapplied_payment_minor * currency.unit AS "unappliedPaymentAmount",
       balance.unapplied_credit_minor * currency.unit AS "unappliedCreditMemoAmount",
       created.actor AS "createdById", date_trunc('second', created.recorded_at) AS "createdDate",
       updated.actor AS "updatedById", date_trunc('second', updated.recorded_at) AS "updatedDate"
  FROM account
  JOIN account_balance AS balance USING (ledger_id, account_id, currency)
  JOIN currency ON currency.code = account.currency
  LEFT JOIN journal_fact AS created
    ON created.ledger_id = account.ledger_id AND created.position = account.created_position
  LEFT JOIN journal_fact AS updated
    ON updated.ledger_id = account.ledger_id AND updated.position = account.updated_position
 WHERE account.ledger_id = :ledger;
