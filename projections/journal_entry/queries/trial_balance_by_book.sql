-- What stands in each book, in one currency or all.
SELECT leg.book, leg.currency,
       coalesce(sum(leg.signed_minor) FILTER (WHERE leg.signed_minor > 0), 0) * currency.unit AS debits,
       coalesce(-sum(leg.signed_minor) FILTER (WHERE leg.signed_minor < 0), 0) * currency.unit AS credits
  FROM posting_leg AS leg
  JOIN currency ON currency.code = leg.currency
 WHERE leg.ledger_id = :ledger
   AND (:currency::text IS NULL OR leg.currency = :currency)
 GROUP BY leg.book, leg.currency, currency.unit
 ORDER BY leg.currency, leg.book COLLATE "C";
