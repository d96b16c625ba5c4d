-- How much of a payment sits on each document now; the part without a document, what is unapplied, comes last.
SELECT part.part_id AS id, part.amount_minor * currency.unit AS amount,
       CASE part.document_kind WHEN 'invoice' THEN part.document_id END AS invoice_id,
       CASE part.document_kind WHEN 'invoice' THEN document.number END AS invoice_number,
       CASE part.document_kind WHEN 'debit_memo' THEN part.document_id END AS debit_memo_id,
       CASE part.document_kind WHEN 'debit_memo' THEN document.number END AS debit_memo_number,
       document.account_id AS billing_document_owner_id,
       created.actor AS created_by_id, created.recorded_at AS created_date,
       updated.actor AS updated_by_id, updated.recorded_at AS updated_date
  FROM (SELECT ledger_id, part_id, payment_id, document_kind, document_id, amount_minor,
               created_position, updated_position
          FROM payment_part
        UNION ALL
        SELECT ledger_id, payment.unapplied_part_id, payment_id, NULL, NULL, balance.unapplied_minor,
               payment.created_position, balance.updated_position
          FROM payment
          JOIN payment_balance AS balance USING (ledger_id, payment_id)) AS part
  JOIN payment USING (ledger_id, payment_id)
  JOIN currency ON currency.code = payment.currency
  LEFT JOIN document ON document.ledger_id = part.ledger_id AND document.document_id = part.document_id
  LEFT JOIN journal_fact AS created
    ON created.ledger_id = part.ledger_id AND created.position = part.created_position
  LEFT JOIN journal_fact AS updated
    ON updated.ledger_id = part.ledger_id AND updated.position = part.updated_position
 WHERE part.ledger_id = :ledger AND part.payment_id = :id AND part.amount_minor > 0
 ORDER BY part.document_id IS NULL, part.created_position;
