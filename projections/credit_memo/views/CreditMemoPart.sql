-- How much of each credit memo sits on each document now; the part without a document is what is unapplied.
CREATE VIEW data_query.CreditMemoPart AS
SELECT part.part_id AS id,
       created.actor AS createdById,
       created.recorded_at AS createdDate,
       updated.actor AS updatedById,
       updated.recorded_at AS updatedDate,
       part.amount_minor * currency.unit AS amount,
       memo.account_id AS accountId,
       part.credit_memo_id AS creditMemoId,
       CASE part.document_kind WHEN 'debit_memo' THEN part.document_id END AS debitMemoId,
       CASE part.document_kind WHEN 'invoice' THEN part.document_id END AS invoiceId
  FROM (SELECT ledger_id, part_id, credit_memo_id, document_kind, document_id, amount_minor,
               created_position, updated_position
          FROM credit_memo_part
        UNION ALL
        SELECT memo.ledger_id, memo.unapplied_part_id, memo.document_id, NULL, NULL, balance.unapplied_minor,
               memo.posted_position, balance.updated_position
          FROM document AS memo
          JOIN credit_memo_balance AS balance
            ON balance.ledger_id = memo.ledger_id AND balance.credit_memo_id = memo.document_id) AS part
  JOIN document AS memo ON memo.ledger_id = part.ledger_id AND memo.document_id = part.credit_memo_id
  JOIN currency ON currency.code = memo.currency
  LEFT JOIN journal_fact AS created
    ON created.ledger_id = part.ledger_id AND created.position = part.created_position
  LEFT JOIN journal_fact AS updated
    ON updated.ledger_id = part.ledger_id AND updated.position = part.updated_position
 WHERE part.ledger_id = current_ledger() AND part.amount_minor > 0;
