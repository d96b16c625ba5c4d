-- What is taken back was applied before, between the same source and the same document.
SELECT line.position, line.undoes AS subject,
       coalesce(applied.source_id || ' to ' || applied.document_id, 'an application before') AS expected,
       line.source_id || ' to ' || line.document_id AS found
  FROM settlement_line AS line
  LEFT JOIN journal_application AS applied
         ON applied.ledger_id = line.ledger_id AND applied.application_id = line.undoes AND applied.kind = 'apply'
        AND applied.position < line.position
 WHERE line.ledger_id = :ledger AND line.undoes IS NOT NULL
   AND (applied.source_id, applied.document_id) IS DISTINCT FROM (line.source_id, line.document_id)
 ORDER BY 1
