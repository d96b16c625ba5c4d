-- What became of documents through others: written off or reversed by a memo, or split into parts.
CREATE VIEW data_query.DocumentMark AS
SELECT mark.kind AS type,
       mark.document_id AS documentId,
       document.number AS documentNumber,
       mark.document_kind AS documentType,
       mark.other_document_id AS otherDocumentId,
       other.number AS otherDocumentNumber,
       mark.other_document_kind AS otherDocumentType,
       mark.amount_minor * currency.unit AS amount,
       mark.effective_on AS effectiveDate,
       created.command_id AS applicationGroupId,
       created.actor AS createdById,
       created.recorded_at AS createdDate
  FROM document_mark AS mark
  JOIN document USING (ledger_id, document_id)
  JOIN document AS other ON other.ledger_id = mark.ledger_id AND other.document_id = mark.other_document_id
  JOIN currency ON currency.code = document.currency
  JOIN journal_fact AS created ON created.ledger_id = mark.ledger_id AND created.position = mark.position
 WHERE mark.ledger_id = current_ledger();
