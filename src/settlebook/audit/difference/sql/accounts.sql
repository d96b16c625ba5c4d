-- The accounts that owe another amount: open documents less unapplied payments and credit memos, by currency.
-- What it is now, less what moved since, is what it was at the end; that less what moved between is what it was before.
SELECT 'account' AS subject, moved.account_id AS id, account.number AS name,
       account.number AS account_number, moved.currency,
       coalesce(balance.owed_minor, 0) - moved.later_minor - moved.change_minor AS before_minor, moved.change_minor,
       coalesce(balance.owed_minor, 0) - moved.later_minor AS after_minor, moved.positions
  FROM (SELECT leg.account_id, leg.currency,
               coalesce(sum(leg.minor) FILTER (WHERE NOT leg.counts), 0) AS later_minor,
               coalesce(sum(leg.minor) FILTER (WHERE leg.counts), 0) AS change_minor,
               array_agg(leg.position ORDER BY leg.position) FILTER (WHERE :events AND leg.counts AND leg.minor <> 0)
                   AS positions
          FROM (SELECT account_id, currency, position, -- of an event that settles, the account owes as much as before
                       position <= :to_position AND (:to_day::date IS NULL OR effective_on <= :to_day) AS counts,
                       sum(signed_minor) AS minor
                  FROM posting_leg
                 WHERE ledger_id = :ledger AND book IN ('receivable', 'unapplied_payment', 'on_account_credit')
                   AND (position > :from_position OR (:from_day::date IS NOT NULL AND effective_on > :from_day))
                   AND (:account::uuid IS NULL OR account_id = :account)
                 GROUP BY 1, 2, 3, 4) AS leg
         GROUP BY leg.account_id, leg.currency) AS moved
  JOIN account ON account.ledger_id = :ledger AND account.account_id = moved.account_id
  LEFT JOIN (SELECT account_id, currency, invoice_minor + debit_memo_minor - unapplied_payment_minor
                    - unapplied_credit_minor AS owed_minor
               FROM account_balance
              WHERE ledger_id = :ledger) AS balance
         ON balance.account_id = moved.account_id AND balance.currency = moved.currency
 WHERE moved.change_minor <> 0
 ORDER BY account.number COLLATE "C", moved.currency
