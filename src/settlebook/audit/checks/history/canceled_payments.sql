-- A canceled payment gives back all that was left of it, once, and moves no more.
WITH canceled AS (
    SELECT payment_id, position, amount_minor FROM journal_payment_change WHERE ledger_id = :ledger AND fact = 'canceled'
), leg AS (
    SELECT document_id AS payment_id, position, -signed_minor AS signed_minor
      FROM posting_leg WHERE ledger_id = :ledger AND book = 'unapplied_payment'
), moved AS (
    SELECT canceled.position, canceled.payment_id, canceled.amount_minor,
           coalesce(sum(leg.signed_minor) FILTER (WHERE leg.position < canceled.position), 0) AS left_minor,
           count(*) FILTER (WHERE leg.position > canceled.position) AS later
      FROM canceled JOIN leg USING (payment_id)
     GROUP BY canceled.position, canceled.payment_id, canceled.amount_minor
)
SELECT position, payment_id AS subject, left_minor || ' and nothing later' AS expected,
       concat_ws(' ', amount_minor, 'and', later, 'later') AS found
  FROM moved
 WHERE left_minor <> amount_minor OR later > 0
 ORDER BY 1
