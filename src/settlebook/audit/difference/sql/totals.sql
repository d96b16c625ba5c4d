-- What changed in all, by currency: what is owed, what is unapplied of payments, and of credit memos.
SELECT leg.currency,
       coalesce(sum(leg.signed_minor) FILTER (WHERE leg.book = 'receivable'), 0) AS receivable_minor,
       coalesce(sum(-leg.signed_minor) FILTER (WHERE leg.book = 'unapplied_payment'), 0) AS unapplied_payment_minor,
       coalesce(sum(-leg.signed_minor) FILTER (WHERE leg.book = 'on_account_credit'), 0) AS unapplied_credit_minor,
       count(DISTINCT leg.position) AS events
  FROM posting_leg AS leg
 WHERE leg.ledger_id = :ledger AND leg.book IN ('receivable', 'unapplied_payment', 'on_account_credit')
   AND (leg.position > :from_position OR (:from_day::date IS NOT NULL AND leg.effective_on > :from_day))
   AND leg.position <= :to_position AND (:to_day::date IS NULL OR leg.effective_on <= :to_day)
   AND (:account::uuid IS NULL OR leg.account_id = :account)
 GROUP BY leg.currency
 ORDER BY leg.currency
