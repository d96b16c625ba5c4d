-- How much of a credit memo sits on each document now; the part without a document, what is unapplied, comes last.
SELECT part.part_id AS id, part.amount_minor * currency.unit AS amount,
       CASE part.document_kind WHEN 'invoice' THEN part.document_id END AS invoice_id,
       CASE part.document_kind WHEN 'invoice' THEN document.number END AS invoice_number,
       CASE part.document_kind WHEN 'debit_memo' THEN part.document_id END AS debit_memo_id,
       CASE part.document_kind WHEN 'debit_memo' THEN document.number END AS debit_memo_number,
       created.actor AS created_by_id, created.recorded_at AS created_date,
       updated.actor AS updated_by_id, updated.recorded_at AS updated_date
  FROM (SELECT ledger_id, part_id, credit_memo_id, document_kind, document_id, amount_minor,
               created_position, updated_position
          FROM credit_memo_part
        UNION ALL
        SELECT memo.ledger_id, memo.unapplied_part_id, memo.document_id, NULL, NULL, balance.unapplied_minor,
               memo.posted_position, balance.updated_position
          FROM document AS memo
          JOIN credit_memo_balance AS balance
            ON balance.ledger_id = memo.ledger_id AND balance.credit_memo_id = memo.document_id) AS part
  JOIN document AS memo ON memo.ledger_id = part.ledger_id AND memo.document_id = part.credit_memo_id
  JOIN currency ON currency.code = memo.currency
  LEFT JOIN document ON document.ledger_id = part.ledger_id AND document.document_id = part.document_id
  LEFT JOIN journal_fact AS created
    ON created.ledger_id = part.ledger_id AND created.position = part.created_position
  LEFT JOIN journal_fact AS updated
    ON updated.ledger_id = part.ledger_id AND updated.position = part.updated_position
 WHERE part.ledger_id = :ledger AND part.credit_memo_id = :id AND part.amount_minor > 0
 ORDER BY part.document_id IS NULL, part.created_position;
