-- Every payment that was split off names the payment it came from, and that one gave the same amount to its account.
WITH given AS (
    SELECT position, payment_id, to_payment_id, to_account_id, currency, amount_minor
      FROM journal_payment_change
     WHERE ledger_id = :ledger AND fact = 'transferred' AND to_payment_id <> payment_id
), begun AS (
    SELECT position, payment_id AS to_payment_id, transferred_from AS payment_id, account_id AS to_account_id, currency,
           amount_minor
      FROM journal_payment
     WHERE ledger_id = :ledger AND transferred_from IS NOT NULL
)
SELECT least(given.position, begun.position) AS position, to_payment_id AS subject,
       CASE WHEN given.position IS NULL THEN 'a payment that gave it'
            ELSE concat_ws(' ', given.payment_id, given.amount_minor, given.currency, 'to', given.to_account_id) END AS expected,
       CASE WHEN begun.position IS NULL THEN 'no payment that began with it'
            ELSE concat_ws(' ', begun.payment_id, begun.amount_minor, begun.currency, 'to', begun.to_account_id) END AS found
  FROM given
  FULL JOIN begun USING (to_payment_id)
 WHERE (given.payment_id, given.to_account_id, given.currency, given.amount_minor)
       IS DISTINCT FROM (begun.payment_id, begun.to_account_id, begun.currency, begun.amount_minor)
 ORDER BY 1
