-- What of the journal counts at a moment: nothing recorded after :upto and, where :day is given, nothing that takes
-- effect later. These views stand before the tables of the same names, so that whatever reads those reads the past.

-- Who recorded what, and when. All that is known has its stamp, also what takes effect later: an account has, too.
CREATE TEMP VIEW journal_fact AS
SELECT * FROM read.journal_fact WHERE ledger_id = :ledger AND position <= :upto;

-- What holds for every day from when on it is known: back-dated documents stand on days before their account was opened,
-- and a setting, a period or a code counts for what is recorded after it, whatever its day.
CREATE TEMP VIEW journal_account AS
SELECT * FROM read.journal_account WHERE ledger_id = :ledger AND position <= :upto;

CREATE TEMP VIEW journal_settings AS
SELECT * FROM read.journal_settings WHERE ledger_id = :ledger AND position <= :upto;

CREATE TEMP VIEW journal_period AS
SELECT * FROM read.journal_period WHERE ledger_id = :ledger AND position <= :upto;

CREATE TEMP VIEW journal_accounting_code AS
SELECT * FROM read.journal_accounting_code WHERE ledger_id = :ledger AND position <= :upto;

CREATE TEMP VIEW journal_named_code AS
SELECT * FROM read.journal_named_code WHERE ledger_id = :ledger AND position <= :upto;

CREATE TEMP VIEW journal_run AS
SELECT * FROM read.journal_run WHERE ledger_id = :ledger AND position <= :upto;

-- What has a day. That something was drafted is told on every day, since an edit may have dated it back since; whether it
-- is there on a day is for the document's header to say.
CREATE TEMP VIEW journal_document AS
SELECT * FROM read.journal_document
 WHERE ledger_id = :ledger AND position <= :upto AND (:day::date IS NULL OR effective_on <= :day OR fact = 'created');

CREATE TEMP VIEW journal_item AS
SELECT * FROM read.journal_item
 WHERE ledger_id = :ledger AND position <= :upto AND (:day::date IS NULL OR effective_on <= :day OR fact = 'created');

CREATE TEMP VIEW journal_mark AS
SELECT * FROM read.journal_mark
 WHERE ledger_id = :ledger AND position <= :upto AND (:day::date IS NULL OR effective_on <= :day);

CREATE TEMP VIEW journal_credited AS
SELECT * FROM read.journal_credited
 WHERE ledger_id = :ledger AND position <= :upto AND (:day::date IS NULL OR effective_on <= :day);

CREATE TEMP VIEW journal_payment AS
SELECT * FROM read.journal_payment
 WHERE ledger_id = :ledger AND position <= :upto AND (:day::date IS NULL OR effective_on <= :day);

CREATE TEMP VIEW journal_payment_change AS
SELECT * FROM read.journal_payment_change
 WHERE ledger_id = :ledger AND position <= :upto AND (:day::date IS NULL OR effective_on <= :day);

CREATE TEMP VIEW journal_refund AS
SELECT * FROM read.journal_refund
 WHERE ledger_id = :ledger AND position <= :upto AND (:day::date IS NULL OR effective_on <= :day);

CREATE TEMP VIEW journal_refund_change AS
SELECT * FROM read.journal_refund_change
 WHERE ledger_id = :ledger AND position <= :upto AND (:day::date IS NULL OR effective_on <= :day);

CREATE TEMP VIEW journal_application AS
SELECT * FROM read.journal_application
 WHERE ledger_id = :ledger AND position <= :upto AND (:day::date IS NULL OR effective_on <= :day);

CREATE TEMP VIEW journal_posting AS
SELECT * FROM read.journal_posting
 WHERE ledger_id = :ledger AND position <= :upto AND (:day::date IS NULL OR effective_on <= :day);
