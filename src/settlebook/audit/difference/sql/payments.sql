-- The payments of which another amount is unapplied. Of one account: those that it moved.
-- What it is now, less what moved since, is what it was at the end; that less what moved between is what it was before.
SELECT 'payment' AS subject, moved.document_id AS id, payment.number AS name,
       account.number AS account_number, moved.currency,
       coalesce(balance.unapplied_minor, 0) - moved.later_minor - moved.change_minor AS before_minor, moved.change_minor,
       coalesce(balance.unapplied_minor, 0) - moved.later_minor AS after_minor, moved.positions
  FROM (SELECT leg.document_id, leg.currency,
               coalesce(sum(-leg.signed_minor) FILTER (WHERE NOT at_end.counts), 0) AS later_minor,
               coalesce(sum(-leg.signed_minor) FILTER (WHERE at_end.counts), 0) AS change_minor,
               array_agg(DISTINCT leg.position) FILTER (WHERE :events AND at_end.counts) AS positions
          FROM posting_leg AS leg
         CROSS JOIN LATERAL (
               SELECT leg.position <= :to_position AND (:to_day::date IS NULL OR leg.effective_on <= :to_day) AS counts
               ) AS at_end
         WHERE leg.ledger_id = :ledger AND leg.book = 'unapplied_payment'
           AND (leg.position > :from_position OR (:from_day::date IS NOT NULL AND leg.effective_on > :from_day))
         GROUP BY leg.document_id, leg.currency
        HAVING :account::uuid IS NULL OR bool_or(leg.account_id = :account AND at_end.counts)) AS moved
  JOIN payment ON payment.ledger_id = :ledger AND payment.payment_id = moved.document_id
  LEFT JOIN account ON account.ledger_id = :ledger AND account.account_id = payment.account_id
  LEFT JOIN payment_balance AS balance ON balance.ledger_id = :ledger AND balance.payment_id = moved.document_id
 WHERE moved.change_minor <> 0
 ORDER BY account.number COLLATE "C" NULLS FIRST, payment.number COLLATE "C"
