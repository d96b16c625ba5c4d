-- Journal entries added up as one summary entry: what each code is debited and credited with, by accounting period.
-- Of one :run, of the days from :first to :last, or all.
SELECT run.number AS journal_run_number, run.entry_on AS journal_entry_date, period.name AS accounting_period_name,
       leg.code AS accounting_code, leg.type AS accounting_code_type, leg.gl_name AS gl_account_name,
       leg.gl_number AS gl_account_number, entry.currency,
       coalesce(sum(entry.amount_minor) FILTER (WHERE leg.is_debit), 0) * currency.unit AS debit,
       coalesce(sum(entry.amount_minor) FILTER (WHERE NOT leg.is_debit), 0) * currency.unit AS credit,
       count(*) AS item_count
  FROM journal_entry AS entry
  JOIN currency ON currency.code = entry.currency
 CROSS JOIN LATERAL (VALUES
       (true, entry.debit_code, entry.debit_type, entry.debit_gl_name, entry.debit_gl_number),
       (false, entry.credit_code, entry.credit_type, entry.credit_gl_name, entry.credit_gl_number)
       ) AS leg (is_debit, code, type, gl_name, gl_number)
  LEFT JOIN entry_run AS run ON run.ledger_id = entry.ledger_id AND run.run_id = entry.run_id
  LEFT JOIN accounting_period AS period
    ON period.ledger_id = entry.ledger_id AND entry.effective_on BETWEEN period.starts_on AND period.ends_on
 WHERE entry.ledger_id = :ledger
   AND (:run::uuid IS NULL OR entry.run_id = :run)
   AND (:first::date IS NULL OR entry.effective_on >= :first)
   AND (:last::date IS NULL OR entry.effective_on <= :last)
 GROUP BY run.number, run.entry_on, period.name, period.starts_on, leg.code, leg.type, leg.gl_name, leg.gl_number,
       entry.currency, currency.unit
 ORDER BY period.starts_on, run.number COLLATE "C", entry.currency, leg.type COLLATE "C",
          leg.code COLLATE "C";
