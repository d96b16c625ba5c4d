-- How much of a payment sits on each item or tax item now; a tax row has its taxItemId only.
CREATE VIEW data_query.PaymentPartItem AS
SELECT part_item.part_item_id AS id,
       part_item.amount_minor * currency.unit AS amount,
       part_item.part_id AS paymentPartId,
       CASE WHEN part_item.document_kind = 'invoice' AND item.tax_line IS NULL THEN part_item.item_id END AS invoiceItemId,
       CASE WHEN part_item.document_kind = 'debit_memo' AND item.tax_line IS NULL THEN part_item.item_id END AS debitMemoItemId,
       CASE WHEN item.tax_line IS NOT NULL THEN part_item.item_id END AS taxItemId,
       created.actor AS createdById,
       created.recorded_at AS createdDate,
       updated.actor AS updatedById,
       updated.recorded_at AS updatedDate,
       item_name(document.number, item.line, item.tax_line, item.discount_line) AS itemNumber,
       item.line AS lineNumber
  FROM payment_part_item AS part_item
  JOIN item USING (ledger_id, item_id)
  JOIN document USING (ledger_id, document_id)
  JOIN currency ON currency.code = part_item.currency
  LEFT JOIN journal_fact AS created
    ON created.ledger_id = part_item.ledger_id AND created.position = part_item.created_position
  LEFT JOIN journal_fact AS updated
    ON updated.ledger_id = part_item.ledger_id AND updated.position = part_item.updated_position
 WHERE part_item.ledger_id = current_ledger() AND part_item.amount_minor <> 0;
