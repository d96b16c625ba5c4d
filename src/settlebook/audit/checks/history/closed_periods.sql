-- Nothing that moves money was recorded in an accounting period, or before it, while it was closed.
WITH state AS (
    SELECT period_id, position, fact,
           lead(position) OVER (PARTITION BY period_id ORDER BY position) AS until
      FROM journal_period
     WHERE ledger_id = :ledger AND fact IN ('closed', 'reopened', 'deleted')
), closed AS (
    SELECT state.position AS since, state.until, period.name, period.ends_on
      FROM state
      JOIN journal_period AS period
        ON period.ledger_id = :ledger AND period.period_id = state.period_id AND period.fact = 'created'
     WHERE state.fact = 'closed'
)
SELECT posting.position, coalesce(posting.debit_document_id, posting.credit_document_id) AS subject,
       'a day after ' || closed.ends_on || ', the end of ' || closed.name AS expected, posting.effective_on::text AS found
  FROM closed
  JOIN journal_posting AS posting
    ON posting.ledger_id = :ledger AND posting.effective_on <= closed.ends_on
   AND posting.position > closed.since AND (closed.until IS NULL OR posting.position < closed.until)
 ORDER BY 1
