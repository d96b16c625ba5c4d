-- A payment changes its account only from the one it had, and with all of its money unapplied.
WITH held AS (
    SELECT payment_id, position, account_id, amount_minor, true AS begins FROM journal_payment WHERE ledger_id = :ledger
     UNION ALL
    SELECT payment_id, position, to_account_id, amount_minor, false
      FROM journal_payment_change WHERE ledger_id = :ledger AND fact = 'transferred' AND to_payment_id = payment_id
), owner AS (
    SELECT payment_id, position, begins, amount_minor,
           lag(account_id) OVER (PARTITION BY payment_id ORDER BY position) AS before_id
      FROM held
)
SELECT change.position, change.payment_id AS subject,
       concat_ws(' ', unapplied.minor, 'from', owner.before_id) AS expected,
       concat_ws(' ', change.amount_minor, 'from', change.from_account_id) AS found
  FROM owner
  JOIN journal_payment_change AS change ON change.ledger_id = :ledger AND change.position = owner.position
 CROSS JOIN LATERAL (
       SELECT -sum(signed_minor) AS minor FROM posting_leg
        WHERE ledger_id = :ledger AND book = 'unapplied_payment' AND document_id = change.payment_id
          AND position < change.position) AS unapplied
 WHERE NOT owner.begins
   AND (owner.before_id IS DISTINCT FROM change.from_account_id OR unapplied.minor IS DISTINCT FROM change.amount_minor)
 ORDER BY 1
