-- Journal entries in the order of recording, after (:after, :after_line): of one :run, of the days from :first to :last,
-- of one :account, or all.
SELECT entry.position, entry.line AS ordinal, entry.journal_entry_id AS id, entry.number, entry.effective_on,
       period.name AS accounting_period_name, entry.transaction_type, entry.subtype, entry.currency,
       entry.amount_minor * currency.unit AS amount,
       entry.debit_code AS debit_accounting_code, entry.debit_type AS debit_accounting_code_type,
       entry.debit_gl_name AS debit_gl_account_name, entry.debit_gl_number AS debit_gl_account_number,
       debit_account.number AS debit_account_number,
       coalesce(debit_document.number, debit_payment.number, credit_document.number, credit_payment.number)
         AS debit_document_number, -- the bank has none of its own: it is that of the other leg
       item_name(debit_document.number, entry.debit_line, entry.debit_tax_line, entry.debit_discount_line) AS debit_item,
       entry.credit_code AS credit_accounting_code, entry.credit_type AS credit_accounting_code_type,
       entry.credit_gl_name AS credit_gl_account_name, entry.credit_gl_number AS credit_gl_account_number,
       credit_account.number AS credit_account_number,
       coalesce(credit_document.number, credit_payment.number, debit_document.number, debit_payment.number)
         AS credit_document_number,
       item_name(credit_document.number, entry.credit_line, entry.credit_tax_line, entry.credit_discount_line) AS credit_item,
       entry.application_id, entry.application_item_id, fact.command_id AS application_group_id,
       run.number AS journal_run_number, run.entry_on AS journal_entry_date,
       fact.recorded_at AS created_date, fact.actor AS created_by_id
  FROM journal_entry AS entry
  JOIN currency ON currency.code = entry.currency
  JOIN journal_fact AS fact USING (ledger_id, position)
  LEFT JOIN entry_run AS run ON run.ledger_id = entry.ledger_id AND run.run_id = entry.run_id
  LEFT JOIN accounting_period AS period
    ON period.ledger_id = entry.ledger_id AND entry.effective_on BETWEEN period.starts_on AND period.ends_on
  LEFT JOIN account AS debit_account
    ON debit_account.ledger_id = entry.ledger_id AND debit_account.account_id = entry.debit_account_id
  LEFT JOIN account AS credit_account
    ON credit_account.ledger_id = entry.ledger_id AND credit_account.account_id = entry.credit_account_id
  LEFT JOIN document AS debit_document
    ON debit_document.ledger_id = entry.ledger_id AND debit_document.document_id = entry.debit_document_id
  LEFT JOIN document AS credit_document
    ON credit_document.ledger_id = entry.ledger_id AND credit_document.document_id = entry.credit_document_id
  LEFT JOIN payment AS debit_payment
    ON debit_payment.ledger_id = entry.ledger_id AND debit_payment.payment_id = entry.debit_document_id
  LEFT JOIN payment AS credit_payment
    ON credit_payment.ledger_id = entry.ledger_id AND credit_payment.payment_id = entry.credit_document_id
 WHERE entry.ledger_id = :ledger AND (entry.position, entry.line) > (:after::bigint, :after_line::integer)
   AND (:run::uuid IS NULL OR entry.run_id = :run)
   AND (:first::date IS NULL OR entry.effective_on >= :first)
   AND (:last::date IS NULL OR entry.effective_on <= :last)
   AND (:account::uuid IS NULL OR entry.debit_account_id = :account OR entry.credit_account_id = :account)
 ORDER BY entry.position, entry.line
 LIMIT :limit;
