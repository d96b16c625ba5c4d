-- What stands in each book at the end of :day, as it was known at :position; all where they are null.
SELECT leg.book, leg.currency,
       coalesce(sum(leg.signed_minor) FILTER (WHERE leg.signed_minor > 0), 0) * currency.unit AS debits,
       coalesce(-sum(leg.signed_minor) FILTER (WHERE leg.signed_minor < 0), 0) * currency.unit AS credits
  FROM posting_leg AS leg
  JOIN currency ON currency.code = leg.currency
 WHERE leg.ledger_id = :ledger
   AND (:day::date IS NULL OR leg.effective_on <= :day)
   AND (:position::bigint IS NULL OR leg.position <= :position)
   AND (:currency::text IS NULL OR leg.currency = :currency)
 GROUP BY leg.book, leg.currency, currency.unit
 ORDER BY leg.currency, leg.book;
