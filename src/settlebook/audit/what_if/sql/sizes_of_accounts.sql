-- How many documents and payments each account has; nobody is an account of its own.
SELECT account_id, count(*)
  FROM (SELECT account_id FROM document WHERE ledger_id = :ledger
        UNION ALL
        SELECT coalesce(account_id, :nobody) FROM payment WHERE ledger_id = :ledger) AS owned
 GROUP BY account_id
 ORDER BY account_id
