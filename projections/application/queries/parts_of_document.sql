-- What settles an invoice or debit memo now: how much of which payment or credit memo sits on it.
SELECT part.payment_id, payment.number AS payment_number, part.credit_memo_id, memo.number AS credit_memo_number,
       part.amount_minor * currency.unit AS applied_amount,
       created.actor AS created_by_id, created.recorded_at AS created_date,
       updated.actor AS updated_by_id, updated.recorded_at AS updated_date
  FROM (SELECT ledger_id, payment_id, NULL::uuid AS credit_memo_id, document_id, currency, amount_minor,
               created_position, updated_position
          FROM payment_part
        UNION ALL
        SELECT ledger_id, NULL, credit_memo_id, document_id, currency, amount_minor,
               created_position, updated_position
          FROM credit_memo_part) AS part
  JOIN currency ON currency.code = part.currency
  LEFT JOIN payment ON payment.ledger_id = part.ledger_id AND payment.payment_id = part.payment_id
  LEFT JOIN document AS memo ON memo.ledger_id = part.ledger_id AND memo.document_id = part.credit_memo_id
  LEFT JOIN journal_fact AS created
    ON created.ledger_id = part.ledger_id AND created.position = part.created_position
  LEFT JOIN journal_fact AS updated
    ON updated.ledger_id = part.ledger_id AND updated.position = part.updated_position
 WHERE part.ledger_id = :ledger AND part.document_id = :id AND part.amount_minor > 0
 ORDER BY part.created_position;
