-- By source, document, the source's row and the document's.
SELECT payment.number, document.number, NULL, item_name(document.number, item.line, item.tax_line, item.discount_line),
       part_item.amount_minor
  FROM payment_part_item AS part_item JOIN payment_part USING (ledger_id, part_id)
  JOIN payment USING (ledger_id, payment_id)
  JOIN item USING (ledger_id, item_id)
  JOIN document ON document.ledger_id = item.ledger_id AND document.document_id = item.document_id
 WHERE part_item.ledger_id = :ledger
UNION ALL
SELECT memo.number, document.number, item_name(memo.number, source.line, source.tax_line),
       item_name(document.number, item.line, item.tax_line, item.discount_line), part_item.amount_minor
  FROM credit_memo_part_item AS part_item JOIN item USING (ledger_id, item_id)
  JOIN document ON document.ledger_id = item.ledger_id AND document.document_id = item.document_id
  JOIN item AS source ON source.ledger_id = item.ledger_id AND source.item_id = part_item.source_item_id
  JOIN document AS memo ON memo.ledger_id = item.ledger_id AND memo.document_id = source.document_id
 WHERE part_item.ledger_id = :ledger
UNION ALL
SELECT memo.number, NULL, item_name(memo.number, item.line, item.tax_line), NULL, balance.unapplied_minor
  FROM credit_memo_item_balance AS balance JOIN item USING (ledger_id, item_id)
  JOIN document AS memo ON memo.ledger_id = item.ledger_id AND memo.document_id = item.document_id
 WHERE item.ledger_id = :ledger;
