-- Of each item and tax item of credit memos that were posted by then: applied, unapplied, refunded.
SELECT item_name(document.number, item.line, item.tax_line),
       balance.applied_minor, balance.unapplied_minor, balance.refunded_minor
  FROM credit_memo_item_balance AS balance JOIN item USING (ledger_id, item_id)
  JOIN document ON document.ledger_id = item.ledger_id AND document.document_id = item.document_id
 WHERE item.ledger_id = :ledger AND document.status = 'Posted';
