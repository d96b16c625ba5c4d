-- The invoices, or debit memos, of a list, with what it can be narrowed and sorted by; deleted ones left out.
SELECT document.document_id AS id, document.number, document.number AS "invoiceNumber",
       document.account_id AS "accountId", account.number AS "accountNumber", document.currency, document.status,
       document.document_date AS "invoiceDate", document.document_date AS "debitMemoDate", document.due_date AS "dueDate",
       detail_date(document.details, 'targetDate') AS "targetDate",
       (posted.recorded_at AT TIME ZONE 'UTC')::date AS "postedDate",
       balance.amount_minor * currency.unit AS amount,
       (balance.amount_minor - balance.tax_minor) * currency.unit AS "amountWithoutTax",
       balance.tax_minor * currency.unit AS "taxAmount",
       amount_given(document.details, 'totalTaxExemptAmount', currency.unit) AS "totalTaxExemptAmount",
       balance.balance_minor * currency.unit AS balance,
       balance.paid_minor * currency.unit AS "paymentAmount",
       balance.credited_minor * currency.unit AS "creditMemoAmount",
       (balance.paid_minor + balance.credited_minor) * currency.unit AS "beAppliedAmount",
       document.referred_invoice_id AS "referredInvoiceId", document.referred_credit_memo_id AS "referredCreditMemoId",
       document.reversed, document.status = 'Split' OR document.split_from IS NOT NULL AS "isSplit",
       document.split_from AS "splitFromInvoiceId",
       document.details ->> 'reasonCode' AS "reasonCode",
       source_given(document.details) AS source,
       source_type(document.details, document.referred_debit_memo_id, document.referred_credit_memo_id,
                   document.referred_invoice_id) AS "sourceType",
       transferred_to_accounting(document.details) AS "transferredToAccounting",
       created.actor AS "createdById", date_trunc('second', created.recorded_at) AS "createdDate",
       updated.actor AS "updatedById", date_trunc('second', updated.recorded_at) AS "updatedDate"
  FROM document
  JOIN document_balance AS balance USING (ledger_id, document_id)
  JOIN account USING (ledger_id, account_id)
  JOIN currency ON currency.code = document.currency
  LEFT JOIN journal_fact AS posted
    ON posted.ledger_id = document.ledger_id AND posted.position = document.posted_position
  LEFT JOIN journal_fact AS created
    ON created.ledger_id = document.ledger_id AND created.position = document.created_position
  LEFT JOIN journal_fact AS updated
    ON updated.ledger_id = document.ledger_id
   AND updated.position = greatest(document.updated_position, balance.updated_position)
 WHERE document.ledger_id = :ledger AND document.kind = :kind AND document.status <> 'Deleted';
