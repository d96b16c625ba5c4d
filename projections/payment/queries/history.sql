-- What happened to a payment, in the order of recording: received, applied, taken back, refunded, transferred, edited.
SELECT fact.position, fact.effective_on AS effective_date,
       CASE split_part(fact.topic, '.', 1) WHEN 'refund' THEN 'refund ' ELSE '' END || split_part(fact.topic, '.', 2) AS event,
       coalesce(applied.document_kind, CASE WHEN moved.to_payment_id IS NOT NULL THEN 'payment' END,
                CASE WHEN refund.refund_id IS NOT NULL THEN 'refund' END) AS other_document_type,
       coalesce(applied.document_id, moved.to_payment_id, refund.refund_id) AS other_document_id,
       coalesce(document.number, other.number, refund.number) AS other_document_number,
       coalesce(applied.amount_minor, moved.amount_minor, issued.amount_minor, canceled.amount_minor,
                CASE fact.position WHEN payment.created_position THEN payment.amount_minor END) * currency.unit AS amount,
       fact.command_id AS application_group_id, fact.actor AS created_by_id, fact.recorded_at AS created_date
  FROM log.event AS told
  JOIN journal_fact AS fact ON fact.ledger_id = told.ledger_id AND fact.position = told.position
  JOIN payment ON payment.ledger_id = told.ledger_id AND payment.payment_id = told.stream_id
  JOIN currency ON currency.code = payment.currency
  LEFT JOIN journal_application AS applied ON applied.ledger_id = fact.ledger_id AND applied.position = fact.position
  LEFT JOIN document ON document.ledger_id = applied.ledger_id AND document.document_id = applied.document_id
  LEFT JOIN journal_payment_change AS moved ON moved.ledger_id = fact.ledger_id AND moved.position = fact.position
  LEFT JOIN payment AS other ON other.ledger_id = moved.ledger_id AND other.payment_id = moved.to_payment_id
  LEFT JOIN journal_refund AS issued ON issued.ledger_id = fact.ledger_id AND issued.position = fact.position
  LEFT JOIN journal_refund_change AS canceled ON canceled.ledger_id = fact.ledger_id AND canceled.position = fact.position
  LEFT JOIN refund ON refund.ledger_id = fact.ledger_id AND refund.refund_id = coalesce(issued.refund_id, canceled.refund_id)
 WHERE told.ledger_id = :ledger AND told.stream_id = :id
 ORDER BY fact.position;
