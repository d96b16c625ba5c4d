-- What stands in the books of receivables, unapplied money and credit on account is what documents and sources have left.
WITH told AS (
    SELECT currency, 'receivable' AS book, sum(balance_minor) AS left_minor
      FROM document_balance WHERE ledger_id = :ledger GROUP BY currency
     UNION ALL
    SELECT currency, 'unapplied_payment', -sum(unapplied_minor)
      FROM payment_balance JOIN payment USING (ledger_id, payment_id) WHERE ledger_id = :ledger GROUP BY currency
     UNION ALL
    SELECT currency, 'on_account_credit', -sum(unapplied_minor)
      FROM credit_memo_balance WHERE ledger_id = :ledger GROUP BY currency
), booked AS (
    SELECT currency, book, sum(signed_minor) AS left_minor
      FROM posting_leg WHERE ledger_id = :ledger GROUP BY currency, book
)
SELECT NULL::bigint AS position, '00000000-0000-0000-0000-000000000000'::uuid AS subject,
       concat_ws(' ', coalesce(told.book, booked.book), coalesce(told.currency, booked.currency),
                 coalesce(told.left_minor, 0)) AS expected,
       coalesce(booked.left_minor, 0)::text AS found
  FROM told
  FULL JOIN booked USING (currency, book)
 WHERE coalesce(told.left_minor, 0) <> coalesce(booked.left_minor, 0)
   AND coalesce(told.book, booked.book) IN ('receivable', 'unapplied_payment', 'on_account_credit')
 ORDER BY 3
