-- What an account owes and has unapplied at the end of :day, of what was recorded up to :upto; all where these are null.
SELECT currency,
       coalesce(sum(signed_minor) FILTER (WHERE book = 'receivable'), 0) AS receivable_minor,
       coalesce(-sum(signed_minor) FILTER (WHERE book = 'unapplied_payment'), 0) AS unapplied_payment_minor,
       coalesce(-sum(signed_minor) FILTER (WHERE book = 'on_account_credit'), 0) AS unapplied_credit_minor,
       sum(signed_minor) AS balance_minor
  FROM account_legs(:ledger, :account)
 WHERE (:day::date IS NULL OR effective_on <= :day)
   AND (:upto::bigint IS NULL OR position <= :upto)
 GROUP BY currency
 ORDER BY currency;
