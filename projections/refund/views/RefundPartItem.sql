-- How much a refund took from each row of a credit memo; refunds of payments have none.
CREATE VIEW data_query.RefundPartItem AS
SELECT part_item.part_item_id AS id,
       part_item.amount_minor * currency.unit AS amount,
       part_item.part_id AS refundPartId,
       CASE WHEN item.tax_line IS NULL THEN item.item_id END AS creditMemoItemId,
       CASE WHEN item.tax_line IS NOT NULL THEN item.item_id END AS creditTaxItemId,
       created.actor AS createdById,
       created.recorded_at AS createdDate,
       updated.actor AS updatedById,
       updated.recorded_at AS updatedDate,
       item_name(document.number, item.line, item.tax_line, item.discount_line) AS itemNumber,
       item.line AS lineNumber
  FROM refund_part_item AS part_item
  JOIN item ON item.ledger_id = part_item.ledger_id AND item.item_id = part_item.source_item_id
  JOIN document ON document.ledger_id = item.ledger_id AND document.document_id = item.document_id
  JOIN currency ON currency.code = part_item.currency
  LEFT JOIN journal_fact AS created
    ON created.ledger_id = part_item.ledger_id AND created.position = part_item.created_position
  LEFT JOIN journal_fact AS updated
    ON updated.ledger_id = part_item.ledger_id AND updated.position = part_item.updated_position
 WHERE part_item.ledger_id = current_ledger() AND part_item.amount_minor <> 0;
