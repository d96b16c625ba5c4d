-- Every refund is the sum of what it pays out, row by row.
SELECT refund.position, refund.refund_id AS subject, refund.amount_minor::text AS expected,
       coalesce(paid.amount_minor, 0)::text AS found
  FROM journal_refund AS refund
  LEFT JOIN (SELECT position, sum(amount_minor) AS amount_minor
               FROM journal_posting WHERE ledger_id = :ledger GROUP BY position) AS paid USING (position)
 WHERE refund.ledger_id = :ledger AND refund.amount_minor IS DISTINCT FROM paid.amount_minor
 ORDER BY 1
