-- How much of each payment sits on each document now; the part without a document is what is unapplied.
CREATE VIEW data_query.PaymentPart AS
SELECT part.part_id AS id,
       created.actor AS createdById,
       created.recorded_at AS createdDate,
       updated.actor AS updatedById,
       updated.recorded_at AS updatedDate,
       part.amount_minor * currency.unit AS amount,
       CASE part.document_kind WHEN 'debit_memo' THEN part.document_id END AS debitMemoId,
       part.payment_id AS paymentId,
       CASE part.document_kind WHEN 'invoice' THEN part.document_id END AS invoiceId,
       payment.account_id AS accountId,
       document.account_id AS billingDocumentOwnerId
  FROM (SELECT ledger_id, part_id, payment_id, document_kind, document_id, amount_minor,
               created_position, updated_position
          FROM payment_part
        UNION ALL
        SELECT ledger_id, payment.unapplied_part_id, payment_id, NULL, NULL, balance.unapplied_minor,
               payment.created_position, balance.updated_position
          FROM payment
          JOIN payment_balance AS balance USING (ledger_id, payment_id)) AS part
  JOIN payment USING (ledger_id, payment_id)
  JOIN currency ON currency.code = payment.currency
  LEFT JOIN document USING (ledger_id, document_id)
  LEFT JOIN journal_fact AS created
    ON created.ledger_id = part.ledger_id AND created.position = part.created_position
  LEFT JOIN journal_fact AS updated
    ON updated.ledger_id = part.ledger_id AND updated.position = part.updated_position
 WHERE part.ledger_id = current_ledger() AND part.amount_minor > 0;
