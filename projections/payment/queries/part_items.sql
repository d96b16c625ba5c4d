-- How much of a payment sits on each row of its documents now; of all parts, or of the part :part. What is unapplied
-- has no rows. A tax item is told together with its item.
SELECT part_item.part_item_id AS id, part_item.part_id, part_item.amount_minor * currency.unit AS amount,
       CASE item.document_kind WHEN 'invoice' THEN coalesce(item.parent_id, item.item_id) END AS invoice_item_id,
       CASE item.document_kind WHEN 'debit_memo' THEN coalesce(item.parent_id, item.item_id) END AS debit_memo_item_id,
       CASE WHEN item.tax_line IS NOT NULL THEN item.item_id END AS tax_item_id,
       item_name(document.number, item.line, item.tax_line, item.discount_line) AS item_number,
       item.line AS line_number,
       created.actor AS created_by_id, created.recorded_at AS created_date,
       updated.actor AS updated_by_id, updated.recorded_at AS updated_date
  FROM payment_part AS part
  JOIN payment_part_item AS part_item USING (ledger_id, part_id)
  JOIN item USING (ledger_id, item_id)
  JOIN document ON document.ledger_id = item.ledger_id AND document.document_id = item.document_id
  JOIN currency ON currency.code = part_item.currency
  LEFT JOIN journal_fact AS created
    ON created.ledger_id = part_item.ledger_id AND created.position = part_item.created_position
  LEFT JOIN journal_fact AS updated
    ON updated.ledger_id = part_item.ledger_id AND updated.position = part_item.updated_position
 WHERE part.ledger_id = :ledger AND part.payment_id = :id AND part_item.amount_minor > 0
   AND (:part::uuid IS NULL OR part.part_id = :part)
 ORDER BY document.created_position, item.line, item.discount_line NULLS FIRST, item.tax_line NULLS FIRST;
