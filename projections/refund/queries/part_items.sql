-- How much a refund took from each row of a credit memo, in canonical order; refunds of payments have none.
SELECT part_item.part_item_id AS id, part_item.part_id, part_item.amount_minor * currency.unit AS amount,
       CASE WHEN item.tax_line IS NULL THEN item.item_id END AS credit_memo_item_id,
       CASE WHEN item.tax_line IS NOT NULL THEN item.item_id END AS credit_tax_item_id,
       item_name(memo.number, item.line, item.tax_line, item.discount_line) AS item_number,
       item.line AS line_number,
       created.actor AS created_by_id, created.recorded_at AS created_date,
       updated.actor AS updated_by_id, updated.recorded_at AS updated_date
  FROM refund
  JOIN refund_part_item AS part_item USING (ledger_id, part_id)
  JOIN item ON item.ledger_id = part_item.ledger_id AND item.item_id = part_item.source_item_id
  JOIN document AS memo ON memo.ledger_id = item.ledger_id AND memo.document_id = item.document_id
  JOIN currency ON currency.code = part_item.currency
  LEFT JOIN journal_fact AS created
    ON created.ledger_id = part_item.ledger_id AND created.position = part_item.created_position
  LEFT JOIN journal_fact AS updated
    ON updated.ledger_id = part_item.ledger_id AND updated.position = part_item.updated_position
 WHERE refund.ledger_id = :ledger AND refund.refund_id = :id AND part_item.amount_minor > 0
   AND (:part::uuid IS NULL OR part_item.part_id = :part)
 ORDER BY item.line, item.discount_line NULLS FIRST, item.tax_line NULLS FIRST;
