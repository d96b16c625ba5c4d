-- Which positive row of a document fills up which negative one now, in canonical order of the negative ones.
SELECT item_name(document.number, negative.line, negative.tax_line, negative.discount_line) AS negative_item_number,
       netting.negative_item_id,
       item_name(document.number, positive.line, positive.tax_line, positive.discount_line) AS positive_item_number,
       netting.positive_item_id,
       netting.amount_minor * currency.unit AS amount,
       created.actor AS created_by_id, created.recorded_at AS created_date,
       updated.actor AS updated_by_id, updated.recorded_at AS updated_date
  FROM netting
  JOIN document USING (ledger_id, document_id)
  JOIN item AS negative ON negative.ledger_id = netting.ledger_id AND negative.item_id = netting.negative_item_id
  JOIN item AS positive ON positive.ledger_id = netting.ledger_id AND positive.item_id = netting.positive_item_id
  JOIN currency ON currency.code = netting.currency
  LEFT JOIN journal_fact AS created
    ON created.ledger_id = netting.ledger_id AND created.position = netting.created_position
  LEFT JOIN journal_fact AS updated
    ON updated.ledger_id = netting.ledger_id AND updated.position = netting.updated_position
 WHERE netting.ledger_id = :ledger AND netting.document_id = :id AND netting.amount_minor <> 0
 ORDER BY negative.line, negative.discount_line NULLS FIRST, negative.tax_line NULLS FIRST,
          positive.line, positive.discount_line NULLS FIRST, positive.tax_line NULLS FIRST;
