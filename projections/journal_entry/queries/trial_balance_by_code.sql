-- What stands under each accounting code, in one currency or all.
SELECT leg.code AS accounting_code, leg.type AS accounting_code_type, leg.gl_name AS gl_account_name,
       leg.gl_number AS gl_account_number, entry.currency,
       coalesce(sum(entry.amount_minor) FILTER (WHERE leg.is_debit), 0) * currency.unit AS debits,
       coalesce(sum(entry.amount_minor) FILTER (WHERE NOT leg.is_debit), 0) * currency.unit AS credits
  FROM journal_entry AS entry
  JOIN currency ON currency.code = entry.currency
 CROSS JOIN LATERAL (VALUES
       (true, entry.debit_code, entry.debit_type, entry.debit_gl_name, entry.debit_gl_number),
       (false, entry.credit_code, entry.credit_type, entry.credit_gl_name, entry.credit_gl_number)
       ) AS leg (is_debit, code, type, gl_name, gl_number)
 WHERE entry.ledger_id = :ledger
   AND (:currency::text IS NULL OR entry.currency = :currency)
 GROUP BY leg.code, leg.type, leg.gl_name, leg.gl_number, entry.currency, currency.unit
 ORDER BY entry.currency, leg.type COLLATE "C", leg.code COLLATE "C";
