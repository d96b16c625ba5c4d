-- What happened to a refund, in the order of recording: issued, edited, canceled.
SELECT fact.position, fact.effective_on AS effective_date, split_part(fact.topic, '.', 2) AS event,
       refund.source_kind AS other_document_type, refund.source_id AS other_document_id,
       coalesce(payment.number, memo.number) AS other_document_number,
       told.amount_minor * currency.unit AS amount,
       fact.command_id AS application_group_id, fact.actor AS created_by_id, fact.recorded_at AS created_date
  FROM (SELECT ledger_id, position, refund_id, source_id, amount_minor FROM journal_refund
        UNION ALL
        SELECT ledger_id, position, refund_id, source_id, amount_minor FROM journal_refund_change) AS told
  JOIN refund USING (ledger_id, refund_id, source_id)
  JOIN journal_fact AS fact ON fact.ledger_id = told.ledger_id AND fact.position = told.position
  JOIN currency ON currency.code = refund.currency
  LEFT JOIN payment ON payment.ledger_id = refund.ledger_id AND payment.payment_id = refund.source_id
  LEFT JOIN document AS memo ON memo.ledger_id = refund.ledger_id AND memo.document_id = refund.source_id
 WHERE told.ledger_id = :ledger AND told.refund_id = :id
   AND told.position IN (SELECT event.position
                           FROM refund AS asked
                           JOIN log.event AS event
                             ON event.ledger_id = asked.ledger_id AND event.stream_id = asked.source_id
                          WHERE asked.ledger_id = :ledger AND asked.refund_id = :id)
 ORDER BY fact.position;
