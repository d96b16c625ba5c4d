-- What stands in each account at the end of each month of the legs: in months in which it moved, and in all others in which
-- something is left on it. Accounts in the order of their names' parts.
WITH moved AS (
    SELECT date_trunc('month', effective_on)::date AS month, type, code, customer, currency,
           sum(signed_minor) AS moved_minor
      FROM exported_leg
     GROUP BY 1, type, code, customer, currency
), standing AS (
    SELECT *, sum(moved_minor) OVER account AS balance_minor, lead(month) OVER account AS next_month
      FROM moved
    WINDOW account AS (PARTITION BY type, code, customer, currency ORDER BY month)
)
SELECT ended.month, standing.type, standing.code, standing.customer, standing.currency, standing.balance_minor
  FROM standing
  JOIN (SELECT DISTINCT month FROM moved) AS ended
    ON ended.month = standing.month
    OR (standing.balance_minor <> 0 AND ended.month > standing.month
        AND (standing.next_month IS NULL OR ended.month < standing.next_month))
 ORDER BY ended.month, standing.type COLLATE "C", standing.code COLLATE "C" NULLS FIRST,
          standing.customer COLLATE "C" NULLS FIRST, standing.currency;
