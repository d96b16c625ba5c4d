-- What stands in each account at the end of each month: in months in which it moved, and in all others in which something is
-- left on it, also where nothing moved at all. Beyond the month of the last recording, where days may be wrong by centuries,
-- only in months in which something moves. Accounts in the order of their names' parts.
WITH moved AS (
    SELECT date_trunc('month', effective_on)::date AS month, type, code, customer, currency,
           sum(signed_minor) AS moved_minor
      FROM exported_leg
     GROUP BY 1, type, code, customer, currency
), standing AS (
    SELECT *, sum(moved_minor) OVER account AS balance_minor, lead(month) OVER account AS next_month
      FROM moved
    WINDOW account AS (PARTITION BY type, code, customer, currency ORDER BY month)
), ended AS (
    SELECT month FROM moved
    UNION
    SELECT generate_series(min(month), least(max(month), (SELECT date_trunc('month', max(recorded_at))
                                                            FROM journal_fact
                                                           WHERE ledger_id = :ledger AND position <= :upto)), '1 month')::date
      FROM moved
)
SELECT ended.month, standing.type, standing.code, standing.customer, standing.currency, standing.balance_minor
  FROM standing
  JOIN ended
    ON ended.month = standing.month
    OR (standing.balance_minor <> 0 AND ended.month > standing.month
        AND (standing.next_month IS NULL OR ended.month < standing.next_month))
 ORDER BY ended.month, standing.type COLLATE "C", standing.code COLLATE "C" NULLS FIRST,
          standing.customer COLLATE "C" NULLS FIRST, standing.currency;
