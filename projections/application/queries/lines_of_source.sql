-- The rows of what a payment or credit memo was used for, in the order of recording; of an application also what of
-- each row an undo can still take.
SELECT posting.application_id, posting.application_item_id AS id,
       posting.amount_minor * currency.unit AS amount,
       CASE posting.kind WHEN 'apply' THEN lot.remaining_minor END * currency.unit AS remaining,
       posting.undoes,
       CASE item.document_kind WHEN 'invoice' THEN coalesce(item.parent_id, item.item_id) END AS invoice_item_id,
       CASE item.document_kind WHEN 'debit_memo' THEN coalesce(item.parent_id, item.item_id) END AS debit_memo_item_id,
       CASE WHEN item.tax_line IS NOT NULL THEN item.item_id END AS tax_item_id,
       item_name(document.number, item.line, item.tax_line, item.discount_line) AS item_number,
       item.line AS line_number,
       CASE WHEN source.tax_line IS NULL THEN source.item_id END AS credit_memo_item_id,
       CASE WHEN source.tax_line IS NOT NULL THEN source.item_id END AS credit_tax_item_id,
       item_name(memo.number, source.line, source.tax_line, source.discount_line) AS credit_item_number,
       source.line AS credit_line_number,
       posting.position, posting.line
  FROM journal_application AS application
  JOIN journal_posting AS posting         -- not settlement_line: by its key, however long the journal is
    ON posting.ledger_id = application.ledger_id AND posting.position = application.position
 CROSS JOIN LATERAL (
       SELECT CASE posting.kind WHEN 'apply' THEN debit_item_id ELSE credit_item_id END AS source_item_id,
              CASE posting.kind WHEN 'apply' THEN credit_item_id ELSE debit_item_id END AS item_id) AS settled
  JOIN currency ON currency.code = posting.currency
  JOIN item ON item.ledger_id = posting.ledger_id AND item.item_id = settled.item_id
  JOIN document ON document.ledger_id = item.ledger_id AND document.document_id = item.document_id
  LEFT JOIN item AS source ON source.ledger_id = posting.ledger_id AND source.item_id = settled.source_item_id
  LEFT JOIN document AS memo ON memo.ledger_id = source.ledger_id AND memo.document_id = source.document_id
  LEFT JOIN application_lot AS lot
    ON lot.ledger_id = posting.ledger_id AND lot.application_id = posting.application_id
   AND lot.source_item_id IS NOT DISTINCT FROM settled.source_item_id AND lot.item_id = settled.item_id
 WHERE application.ledger_id = :ledger AND application.source_id = :id
UNION ALL
SELECT posting.application_id, posting.application_item_id, posting.amount_minor * currency.unit, NULL, NULL,
       NULL, NULL, NULL, NULL, NULL,
       CASE WHEN source.tax_line IS NULL THEN source.item_id END,
       CASE WHEN source.tax_line IS NOT NULL THEN source.item_id END,
       item_name(memo.number, source.line, source.tax_line, source.discount_line), source.line, posting.position, posting.line
  FROM (SELECT ledger_id, created_position AS position, source_id FROM refund
        UNION ALL
        SELECT ledger_id, canceled_position, source_id FROM refund WHERE canceled_position IS NOT NULL) AS refund
  JOIN journal_posting AS posting
    ON posting.ledger_id = refund.ledger_id AND posting.position = refund.position
   AND posting.kind IN ('refund', 'refund_cancel')
  JOIN currency ON currency.code = posting.currency
  JOIN item AS source             -- a payment's refund has no rows
    ON source.ledger_id = posting.ledger_id AND source.item_id = coalesce(posting.debit_item_id, posting.credit_item_id)
  LEFT JOIN document AS memo ON memo.ledger_id = source.ledger_id AND memo.document_id = source.document_id
 WHERE refund.ledger_id = :ledger AND refund.source_id = :id
 ORDER BY position, line;
