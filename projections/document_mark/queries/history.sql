-- What happened to a document, in the order of recording: each fact about it, and what it became or was made of.
SELECT fact.position, fact.effective_on AS effective_date, fact.topic, told.event,
       told.other_kind AS other_document_type, told.other_id AS other_document_id, coalesce(document.number, payment.number) AS other_document_number,
       told.amount_minor * currency.unit AS amount,
       fact.command_id AS application_group_id, fact.actor AS created_by_id, fact.recorded_at AS created_date
  FROM (SELECT ledger_id, position, fact AS event, NULL::text AS other_kind, NULL::uuid AS other_id,
               NULL::numeric AS amount_minor, 0 AS line
          FROM journal_document
         WHERE ledger_id = :ledger AND document_id = :id AND fact NOT IN ('split', 'reversed')
        UNION ALL
        SELECT ledger_id, position, replace(kind, '_', ' '), other_document_kind, other_document_id, amount_minor, line
          FROM document_mark
         WHERE ledger_id = :ledger AND document_id = :id
        UNION ALL
        SELECT ledger_id, position,
               CASE kind WHEN 'split' THEN 'split off' WHEN 'reversed' THEN 'reverses' ELSE 'writes off' END,
               document_kind, document_id, amount_minor, line
          FROM document_mark
         WHERE ledger_id = :ledger AND other_document_id = :id
        UNION ALL
        SELECT ledger_id, created_position, 'credited', kind, document_id, NULL, 0
          FROM document
         WHERE ledger_id = :ledger AND referred_invoice_id = :id AND kind = 'credit_memo'
        UNION ALL
        SELECT ledger_id, created_position, 'debited', kind, document_id, NULL, 0
          FROM document
         WHERE ledger_id = :ledger AND referred_invoice_id = :id AND kind = 'debit_memo'
        UNION ALL
        SELECT ledger_id, position, CASE kind WHEN 'apply' THEN 'settled' ELSE 'unsettled' END, source_kind, source_id,
               amount_minor, 0
          FROM journal_application
         WHERE ledger_id = :ledger AND document_id = :id) AS told
  JOIN journal_fact AS fact USING (ledger_id, position)
  JOIN document AS mine ON mine.ledger_id = told.ledger_id AND mine.document_id = :id
  JOIN currency ON currency.code = mine.currency
  LEFT JOIN document ON document.ledger_id = told.ledger_id AND document.document_id = told.other_id
  LEFT JOIN payment ON payment.ledger_id = told.ledger_id AND payment.payment_id = told.other_id
 ORDER BY told.position, told.line;
