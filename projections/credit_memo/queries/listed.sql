-- The credit memos of a list, with what it can be narrowed and sorted by; deleted ones left out.
SELECT document.document_id AS id, document.number,
       document.account_id AS "accountId", account.number AS "accountNumber", document.currency, document.status,
       document.document_date AS "creditMemoDate", detail_date(document.details, 'targetDate') AS "targetDate",
       balance.amount_minor * currency.unit AS amount,
       balance.tax_minor * currency.unit AS "taxAmount",
       amount_given(document.details, 'totalTaxExemptAmount', currency.unit) AS "totalTaxExemptAmount",
       balance.applied_minor * currency.unit AS "appliedAmount",
       balance.unapplied_minor * currency.unit AS "unappliedAmount",
       balance.refunded_minor * currency.unit AS "refundAmount",
       document.auto_apply AS "autoApplyUponPosting",
       is_so(document.details, 'excludeFromAutoApplyRules') AS "excludeFromAutoApplyRules",
       document.referred_invoice_id AS "referredInvoiceId", document.referred_debit_memo_id AS "referredDebitMemoId",
       document.reversed, document.details ->> 'reasonCode' AS "reasonCode",
       source_given(document.details) AS source,
       source_type(document.details, document.referred_debit_memo_id, document.referred_credit_memo_id,
                   document.referred_invoice_id) AS "sourceType",
       transferred_to_accounting(document.details) AS "transferredToAccounting",
       created.actor AS "createdById", date_trunc('second', created.recorded_at) AS "createdDate",
       updated.actor AS "updatedById", date_trunc('second', updated.recorded_at) AS "updatedDate"
  FROM document
  JOIN credit_memo_balance AS balance
    ON balance.ledger_id = document.ledger_id AND balance.credit_memo_id = document.document_id
  JOIN account ON account.ledger_id = document.ledger_id AND account.account_id = document.account_id
  JOIN currency ON currency.code = document.currency
  LEFT JOIN journal_fact AS created
    ON created.ledger_id = document.ledger_id AND created.position = document.created_position
  LEFT JOIN journal_fact AS updated
    ON updated.ledger_id = document.ledger_id
   AND updated.position = greatest(document.updated_position, balance.updated_position)
 WHERE document.ledger_id = :ledger AND document.kind = :kind AND document.status <> 'Deleted';
