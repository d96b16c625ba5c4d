-- Nothing settles before the own days of its source and its document.
WITH own_day AS (
    SELECT document_id, min(effective_on) AS first_day
      FROM journal_document WHERE ledger_id = :ledger AND fact = 'posted' GROUP BY document_id
     UNION ALL
    SELECT payment_id, effective_on FROM journal_payment WHERE ledger_id = :ledger
), moved AS (
    SELECT position, effective_on, source_id AS document_id FROM journal_application WHERE ledger_id = :ledger
     UNION ALL
    SELECT position, effective_on, document_id FROM journal_application WHERE ledger_id = :ledger
     UNION ALL
    SELECT position, effective_on, source_id FROM journal_refund WHERE ledger_id = :ledger
)
SELECT moved.position, moved.document_id AS subject,
       coalesce('a day from ' || own_day.first_day || ' on', 'a posted document') AS expected,
       moved.effective_on::text AS found
  FROM moved
  LEFT JOIN own_day USING (document_id)
 WHERE own_day.first_day IS NULL OR moved.effective_on < own_day.first_day
 ORDER BY 1
