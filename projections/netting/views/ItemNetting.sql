-- Which positive row of a document fills up which negative one now, discounts among them.
CREATE VIEW data_query.ItemNetting AS
SELECT netting.document_id AS documentId,
       document.number AS documentNumber,
       netting.document_kind AS documentType,
       netting.negative_item_id AS negativeItemId,
       item_name(document.number, negative.line, negative.tax_line, negative.discount_line) AS negativeItemNumber,
       netting.positive_item_id AS positiveItemId,
       item_name(document.number, positive.line, positive.tax_line, positive.discount_line) AS positiveItemNumber,
       netting.amount_minor * currency.unit AS amount,
       created.actor AS createdById,
       created.recorded_at AS createdDate,
       updated.actor AS updatedById,
       updated.recorded_at AS updatedDate
  FROM netting
  JOIN document USING (ledger_id, document_id)
  JOIN item AS negative ON negative.ledger_id = netting.ledger_id AND negative.item_id = netting.negative_item_id
  JOIN item AS positive ON positive.ledger_id = netting.ledger_id AND positive.item_id = netting.positive_item_id
  JOIN currency ON currency.code = netting.currency
  LEFT JOIN journal_fact AS created
    ON created.ledger_id = netting.ledger_id AND created.position = netting.created_position
  LEFT JOIN journal_fact AS updated
    ON updated.ledger_id = netting.ledger_id AND updated.position = netting.updated_position
 WHERE netting.ledger_id = current_ledger() AND netting.amount_minor <> 0;
