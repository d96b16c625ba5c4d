-- Invoices or debit memos by their ids, in the order of recording: what they ask for and what is left of it.
SELECT document.document_id AS id, document.number, document.account_id, account.number AS account_number,
       document.currency, document.status, document.document_date, document.due_date, document.referred_invoice_id,
       document.referred_credit_memo_id, document.split_from AS split_from_invoice_id, document.reversed,
       document.status = 'Split' OR document.split_from IS NOT NULL AS is_split,
       balance.amount_minor * currency.unit AS amount,
       (balance.amount_minor - balance.tax_minor) * currency.unit AS amount_without_tax,
       balance.tax_minor * currency.unit AS tax_amount,
       balance.balance_minor * currency.unit AS balance,
       balance.paid_minor * currency.unit AS payment_amount,
       balance.credited_minor * currency.unit AS credit_memo_amount,
       (balance.paid_minor + balance.credited_minor) * currency.unit AS be_applied_amount,
       amount_given(document.details, 'totalTaxExemptAmount', currency.unit) AS total_tax_exempt_amount,
       amount_given(document.details, 'taxExemptAmount', currency.unit) AS tax_exempt_amount,
       is_so(document.details, 'autoPay') AS auto_pay,
       transferred_to_accounting(document.details) AS transferred_to_accounting,
       0 * currency.unit AS refund_amount,
       0 * currency.unit AS adjustment_amount,
       0 * currency.unit AS credit_balance_adjustment_amount,
       source_given(document.details) AS source,
       source_type(document.details, document.referred_debit_memo_id, document.referred_credit_memo_id,
                   document.referred_invoice_id) AS source_type,
       canceled.actor AS cancelled_by_id, canceled.recorded_at AS cancelled_on,
       posted.actor AS posted_by_id, posted.recorded_at AS posted_on,
       (posted.recorded_at AT TIME ZONE 'UTC')::date AS posted_date,
       created.actor AS created_by_id, created.recorded_at AS created_date,
       updated.actor AS updated_by_id, updated.recorded_at AS updated_date,
       document.details, personal.content AS personal
  FROM document
  JOIN document_balance AS balance USING (ledger_id, document_id)
  JOIN account USING (ledger_id, account_id)
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
 WHERE document.ledger_id = :ledger AND document.document_id = ANY(:ids)
 ORDER BY document.created_position;
