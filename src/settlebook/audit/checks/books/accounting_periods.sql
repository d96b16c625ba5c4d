-- The accounting periods follow one another day by day, and those that are closed come first.
SELECT updated_position AS position, period_id AS subject,
       concat_ws(' ', 'from', before_end + 1, 'on, after one', before_status) AS expected,
       concat_ws(' ', 'from', starts_on, 'on,', status) AS found
  FROM (SELECT updated_position, period_id, starts_on, status,
               lag(ends_on) OVER days AS before_end, lag(status) OVER days AS before_status
          FROM accounting_period
         WHERE ledger_id = :ledger
        WINDOW days AS (ORDER BY starts_on)) AS period
 WHERE starts_on <> before_end + 1 OR status = 'Closed' AND before_status <> 'Closed'
 ORDER BY 1
