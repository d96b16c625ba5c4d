-- Credit memos by their ids, in the order of recording: what they grant and where it is.
SELECT document.document_id AS id, document.number, document.account_id, account.number AS account_number,
       document.currency, document.status, document.document_date, document.referred_invoice_id,
       balance.amount_minor * currency.unit AS amount,
       balance.tax_minor * currency.unit AS tax_amount,
       balance.applied_minor * currency.unit AS applied_amount,
       balance.unapplied_minor * currency.unit AS unapplied_amount,
       balance.refunded_minor * currency.unit AS refund_amount,
       amount_given(document.details, 'totalTaxExemptAmount', currency.unit) AS total_tax_exempt_amount,
       is_so(document.details, 'excludeFromAutoApplyRules') AS exclude_from_auto_apply_rules,
       transferred_to_accounting(document.details) AS transferred_to_accounting,
       document.reversed, document.auto_apply AS auto_apply_upon_posting, document.referred_debit_memo_id,
       source_given(document.details) AS source,
       source_type(document.details, document.referred_debit_memo_id, document.referred_credit_memo_id,
                   document.referred_invoice_id) AS source_type,
       canceled.actor AS cancelled_by_id, canceled.recorded_at AS cancelled_on,
       posted.actor AS posted_by_id, posted.recorded_at AS posted_on,
       created.actor AS created_by_id, created.recorded_at AS created_date,
       updated.actor AS updated_by_id, updated.recorded_at AS updated_date,
       document.details, personal.content AS personal
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
  LEFT JOIN journal_fact AS posted
    ON posted.ledger_id = document.ledger_id AND posted.position = document.posted_position
  LEFT JOIN journal_fact AS canceled
    ON canceled.ledger_id = document.ledger_id AND canceled.position = document.canceled_position
  LEFT JOIN log.personal AS personal
    ON personal.ledger_id = document.ledger_id AND personal.personal_id = document.personal_id
 WHERE document.ledger_id = :ledger AND document.document_id = ANY(:ids)
 ORDER BY document.created_position;
