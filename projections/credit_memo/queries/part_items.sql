-- How much of each row of a credit memo sits on each row of a document now, and what of each row is unapplied; of all
-- parts, or of the part :part. A document's tax item is told together with its item.
SELECT part_item.part_item_id AS id, part_item.part_id, part_item.amount_minor * currency.unit AS amount,
       CASE WHEN source.tax_line IS NULL THEN source.item_id END AS credit_memo_item_id,
       CASE WHEN source.tax_line IS NOT NULL THEN source.item_id END AS credit_tax_item_id,
       item_name(memo.number, source.line, source.tax_line, source.discount_line) AS credit_item_number,
       source.line AS credit_line_number,
       CASE item.document_kind WHEN 'invoice' THEN coalesce(item.parent_id, item.item_id) END AS invoice_item_id,
       CASE item.document_kind WHEN 'debit_memo' THEN coalesce(item.parent_id, item.item_id) END AS debit_memo_item_id,
       CASE WHEN item.tax_line IS NOT NULL THEN item.item_id END AS tax_item_id,
       item_name(document.number, item.line, item.tax_line, item.discount_line) AS item_number,
       item.line AS line_number,
       created.actor AS created_by_id, created.recorded_at AS created_date,
       updated.actor AS updated_by_id, updated.recorded_at AS updated_date
  FROM (SELECT part.ledger_id, part.credit_memo_id, part_item_id, part_id, source_item_id, item_id,
               part_item.amount_minor, part_item.created_position, part_item.updated_position
          FROM credit_memo_part AS part
          JOIN credit_memo_part_item AS part_item USING (ledger_id, part_id)
        UNION ALL
        SELECT ledger_id, memo.document_id, item.unapplied_part_item_id, memo.unapplied_part_id, item_id, NULL,
               balance.unapplied_minor, memo.posted_position, balance.updated_position
          FROM document AS memo
          JOIN item USING (ledger_id, document_id)
          JOIN credit_memo_item_balance AS balance USING (ledger_id, item_id)) AS part_item
  JOIN item AS source ON source.ledger_id = part_item.ledger_id AND source.item_id = part_item.source_item_id
  JOIN document AS memo ON memo.ledger_id = source.ledger_id AND memo.document_id = source.document_id
  JOIN currency ON currency.code = source.currency
  LEFT JOIN item ON item.ledger_id = part_item.ledger_id AND item.item_id = part_item.item_id
  LEFT JOIN document ON document.ledger_id = item.ledger_id AND document.document_id = item.document_id
  LEFT JOIN journal_fact AS created
    ON created.ledger_id = part_item.ledger_id AND created.position = part_item.created_position
  LEFT JOIN journal_fact AS updated
    ON updated.ledger_id = part_item.ledger_id AND updated.position = part_item.updated_position
 WHERE part_item.ledger_id = :ledger AND part_item.credit_memo_id = :id AND part_item.amount_minor > 0
   AND (:part::uuid IS NULL OR part_item.part_id = :part)
 ORDER BY document.created_position NULLS LAST, item.line, item.discount_line NULLS FIRST, item.tax_line NULLS FIRST,
          source.line, source.discount_line NULLS FIRST, source.tax_line NULLS FIRST;
