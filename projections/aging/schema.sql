-- How long open balances have been due. Nothing is stored: days pass without events.

-- The bucket of a balance so many days after its due date: the one place that knows the limits.
CREATE OR REPLACE FUNCTION aging_bucket(days_overdue integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN days_overdue <= 0 THEN 'not due'
                WHEN days_overdue <= 30 THEN '1-30 days'
                WHEN days_overdue <= 60 THEN '31-60 days'
                WHEN days_overdue <= 90 THEN '61-90 days'
                ELSE 'over 90 days' END
$$;
