-- What stands under each accounting code, debits less credits, where that is another amount; by today's codes.
SELECT 'accounting_code' AS subject, NULL::uuid AS id, coalesce(moved.code, '(none) ' || moved.type) AS name,
       NULL AS account_number, moved.currency, moved.before_minor, moved.after_minor - moved.before_minor AS change_minor,
       moved.after_minor, moved.positions
  FROM (SELECT leg.code, leg.type, entry.currency,
               coalesce(sum(leg.sign * entry.amount_minor) FILTER (WHERE counted.at_start), 0) AS before_minor,
               coalesce(sum(leg.sign * entry.amount_minor) FILTER (WHERE counted.at_end), 0) AS after_minor,
               array_agg(DISTINCT entry.position) FILTER (WHERE :events AND counted.at_end AND NOT counted.at_start)
                   AS positions
          FROM journal_entry AS entry
         CROSS JOIN LATERAL (VALUES (1, entry.debit_code, entry.debit_type, entry.debit_account_id),
                                    (-1, entry.credit_code, entry.credit_type, entry.credit_account_id)
                            ) AS leg (sign, code, type, account_id)
         CROSS JOIN LATERAL (
               SELECT entry.position <= :from_position AND (:from_day::date IS NULL OR entry.effective_on <= :from_day)
                          AS at_start,
                      entry.position <= :to_position AND (:to_day::date IS NULL OR entry.effective_on <= :to_day)
                          AS at_end) AS counted
         WHERE entry.ledger_id = :ledger AND counted.at_end
           AND (:account::uuid IS NULL OR :account IN (entry.debit_account_id, entry.credit_account_id))
         GROUP BY leg.code, leg.type, entry.currency) AS moved
 WHERE moved.before_minor <> moved.after_minor
 ORDER BY moved.currency, moved.type COLLATE "C", moved.code COLLATE "C"
