-- How much of each row of a credit memo sits on each row of a document now. Rows of the unapplied part settle nothing,
-- so they have no document's row.
CREATE VIEW data_query.CreditMemoPartItem AS
SELECT part_item.part_item_id AS id,
       part_item.amount_minor * currency.unit AS amount,
       part_item.part_id AS creditMemoPartId,
       CASE WHEN source.tax_line IS NULL THEN part_item.source_item_id END AS creditMemoItemId,
       CASE WHEN source.tax_line IS NOT NULL THEN part_item.source_item_id END AS creditTaxItemId,
       CASE WHEN part_item.document_kind = 'invoice' AND item.tax_line IS NULL THEN part_item.item_id END AS invoiceItemId,
       CASE WHEN part_item.document_kind = 'debit_memo' AND item.tax_line IS NULL THEN part_item.item_id END AS debitMemoItemId,
       CASE WHEN item.tax_line IS NOT NULL THEN part_item.item_id END AS taxItemId,
       created.actor AS createdById,
       created.recorded_at AS createdDate,
       updated.actor AS updatedById,
       updated.recorded_at AS updatedDate,
       item_name(document.number, item.line, item.tax_line, item.discount_line) AS itemNumber,
       item.line AS lineNumber,
       item_name(memo.number, source.line, source.tax_line, source.discount_line) AS creditItemNumber,
       source.line AS creditLineNumber
  FROM (SELECT ledger_id, part_item_id, part_id, source_item_id, document_kind, item_id, amount_minor,
               created_position, updated_position
          FROM credit_memo_part_item
        UNION ALL
        SELECT ledger_id, item.unapplied_part_item_id, memo.unapplied_part_id, item_id, NULL, NULL,
               balance.unapplied_minor, memo.posted_position, balance.updated_position
          FROM credit_memo_item_balance AS balance
          JOIN item USING (ledger_id, item_id)
          JOIN document AS memo USING (ledger_id, document_id)) AS part_item
  JOIN item AS source ON source.ledger_id = part_item.ledger_id AND source.item_id = part_item.source_item_id
  JOIN document AS memo ON memo.ledger_id = source.ledger_id AND memo.document_id = source.document_id
  JOIN currency ON currency.code = source.currency
  LEFT JOIN item ON item.ledger_id = part_item.ledger_id AND item.item_id = part_item.item_id
  LEFT JOIN document ON document.ledger_id = item.ledger_id AND document.document_id = item.document_id
  LEFT JOIN journal_fact AS created
    ON created.ledger_id = part_item.ledger_id AND created.position = part_item.created_position
  LEFT JOIN journal_fact AS updated
    ON updated.ledger_id = part_item.ledger_id AND updated.position = part_item.updated_position
 WHERE part_item.ledger_id = current_ledger() AND part_item.amount_minor <> 0;
