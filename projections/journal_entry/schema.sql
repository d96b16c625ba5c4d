-- Journal entries are the journal's own postings, each of them one: a debit, a credit and an amount. Kept here is what
-- else an entry needs to be named, and which run took it.

-- Every row that a document ever had, also those that an edit took away: what entries call it never changes.
CREATE TABLE IF NOT EXISTS entry_row (
    ledger_id     text    NOT NULL,
    item_id       uuid    NOT NULL,
    line          integer NOT NULL,
    discount_line integer,                      -- null: no discount
    tax_line      integer,                      -- null: no tax item
    PRIMARY KEY (ledger_id, item_id)            -- prevents a second row of an item; serves joins
);

CREATE TABLE IF NOT EXISTS entry_run (
    ledger_id         text   NOT NULL,
    run_id            uuid   NOT NULL,
    number            text   NOT NULL,
    period_id         uuid,                     -- of the accounting period that was named
    starts_on         date   NOT NULL,
    ends_on           date   NOT NULL,
    entry_on          date   NOT NULL,          -- the day under which the general ledger books the entries
    transaction_types jsonb  NOT NULL,          -- empty: all
    details           jsonb  NOT NULL,
    position          bigint NOT NULL,          -- it took entries that were recorded before
    canceled_position bigint,
    PRIMARY KEY (ledger_id, run_id),            -- prevents a second row of a run
    UNIQUE (ledger_id, number)                  -- prevents two runs of one number; serves look-ups by number
);

-- Which entries a run took. A canceled run keeps its rows, which tell what it had exported.
CREATE TABLE IF NOT EXISTS entry_run_member (
    ledger_id         text    NOT NULL,
    run_id            uuid    NOT NULL,
    position          bigint  NOT NULL,
    line              integer NOT NULL,
    run_position      bigint  NOT NULL,
    canceled_position bigint,
    PRIMARY KEY (ledger_id, run_id, position, line) -- prevents an entry that stands in a run twice
);
CREATE UNIQUE INDEX IF NOT EXISTS entry_run_member_live -- prevents an entry in two live runs; serves the run of an entry
    ON entry_run_member (ledger_id, position, line) WHERE canceled_position IS NULL;
CREATE INDEX IF NOT EXISTS entry_run_member_by_entry -- serves when an entry was free to be taken again
    ON entry_run_member (ledger_id, position, line);

-- What Zuora's journal runs call the transaction of a posting; `is_tax` is of the row that it posts or nets.
CREATE OR REPLACE FUNCTION transaction_type(
    kind text, debit_book text, credit_book text, document_kind text, is_tax boolean
) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN kind IN ('post', 'unpost', 'net', 'unnet') THEN
                CASE document_kind
                     WHEN 'invoice' THEN CASE WHEN is_tax THEN 'Taxation Item' ELSE 'Invoice Item' END
                     WHEN 'debit_memo' THEN CASE WHEN is_tax THEN 'Debit Memo Item (Tax)' ELSE 'Debit Memo Item (Charge)' END
                     ELSE CASE WHEN is_tax THEN 'Credit Memo Item (Tax)' ELSE 'Credit Memo Item (Charge)' END
                END
                WHEN kind IN ('refund', 'refund_cancel') THEN 'External Refund Application Item'
                WHEN 'on_account_credit' IN (debit_book, credit_book) THEN 'Credit Memo Application Item'
                ELSE 'External Payment Application Item' END
$$;

-- The code of one leg of an entry and what it stands for there: what the row names itself (or the refund), else its
-- document or payment, its account, the ledger's settings; else none. It reads no table, so it is planned with who asks.
CREATE OR REPLACE FUNCTION entry_code(
    book text, is_tax boolean, is_discount boolean, own jsonb, document jsonb, account jsonb, ledger jsonb
) RETURNS TABLE (code text, role text) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT found.codes ->> found.role,
           CASE WHEN wanted.plain = 'discount' THEN wanted.plain ELSE coalesce(found.role, wanted.plain) END
      FROM (SELECT CASE WHEN $1 <> 'revenue' THEN $1
                        WHEN $2 THEN 'tax'
                        WHEN coalesce($4 ? 'write_off', false)
                          OR coalesce($5 ?| ARRAY['write_off', 'not_revenue'], false) THEN 'write_off'
                        WHEN $3 THEN 'discount'
                        ELSE 'revenue' END AS plain
            OFFSET 0) AS wanted
     CROSS JOIN LATERAL ( -- the roles that it may have, the first of them before the second
           SELECT CASE wanted.plain WHEN 'revenue' THEN 'deferred_revenue'
                                    WHEN 'discount' THEN 'revenue' END AS first, wanted.plain AS second) AS role
     CROSS JOIN LATERAL (
           SELECT CASE WHEN $4 ?| ARRAY[role.first, role.second] THEN $4
                       WHEN $5 ?| ARRAY[role.first, role.second] THEN $5
                       WHEN $6 ?| ARRAY[role.first, role.second] THEN $6
                       WHEN $7 ?| ARRAY[role.first, role.second] THEN $7 END AS codes
           OFFSET 0) AS level
     CROSS JOIN LATERAL (
           SELECT level.codes, CASE WHEN level.codes ? role.first THEN role.first
                                    WHEN level.codes ? role.second THEN role.second END AS role) AS found
$$;

-- What a code is taken for where it is not registered, or where none is named.
CREATE OR REPLACE FUNCTION type_of_role(role text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE role WHEN 'receivable' THEN 'AccountsReceivable'
                     WHEN 'on_account_credit' THEN 'OnAccountReceivable'
                     WHEN 'unapplied_payment' THEN 'CustomerCashOnAccount'
                     WHEN 'bank' THEN 'Cash'
                     WHEN 'tax' THEN 'SalesTaxPayable'
                     WHEN 'deferred_revenue' THEN 'DeferredRevenue'
                     WHEN 'discount' THEN 'SalesDiscounts'
                     WHEN 'write_off' THEN 'BadDebt'
                     ELSE 'SalesRevenue' END
$$;

-- A row in the words of Zuora's accounting: Invoice Taxation Item, Debit Memo Item.
CREATE OR REPLACE FUNCTION row_word(document_kind text, is_tax boolean) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE document_kind WHEN 'invoice' THEN 'Invoice' WHEN 'debit_memo' THEN 'Debit Memo' ELSE 'Credit Memo' END
           || CASE WHEN is_tax THEN ' Taxation Item' ELSE ' Item' END
$$;

-- The journal entries: each posting in the words of accounting, with the codes of its two legs and the run that took it.
-- Codes are those that were known when the run was made, so what was exported stays; until then those of now, or of the
-- moment that is asked about, when other tables stand in for those of now.
CREATE OR REPLACE VIEW journal_entry AS
SELECT posting.ledger_id, posting.position, posting.line, posting.journal_entry_id,
       'JE-' || posting.position || '-' || posting.line AS number,
       posting.effective_on, posting.kind, posting.currency, posting.amount_minor,
       posting.application_id, posting.application_item_id,
       taken.run_id,
       transaction_type(posting.kind, posting.debit_book, posting.credit_book, posting.debit_document_kind,
                        CASE posting.kind WHEN 'unnet' THEN word.credit_is_tax ELSE word.debit_is_tax END) AS transaction_type,
       CASE posting.kind
            WHEN 'post' THEN word.posted
            WHEN 'unpost' THEN word.posted || ' Reversal'
            WHEN 'net' THEN row_word(posting.debit_document_kind, word.debit_is_tax) || ': Netting'
            WHEN 'unnet' THEN row_word(posting.debit_document_kind, word.credit_is_tax) || ': Netting Reversal'
            WHEN 'receive' THEN 'Payment: Unapplied'
            WHEN 'cancel' THEN 'Payment: Unapplied Reversal'
            WHEN 'transfer' THEN 'Payment: Transferred From, Transferred To'
            WHEN 'apply' THEN word.source || CASE posting.debit_book WHEN 'unapplied_payment' THEN 'Unapplied to '
                                                                     ELSE 'On-Account to ' END
                              || row_word(posting.credit_document_kind, word.credit_is_tax)
            WHEN 'unapply' THEN word.source || row_word(posting.debit_document_kind, word.debit_is_tax) || ' Reversal'
            WHEN 'refund' THEN word.refunded
            ELSE word.refunded || ' Reversal' END AS subtype,
       posting.debit_book, posting.debit_account_id, posting.debit_document_kind, posting.debit_document_id,
       posting.debit_item_id, debit_row.line AS debit_line, debit_row.discount_line AS debit_discount_line,
       debit_row.tax_line AS debit_tax_line,
       debit.code AS debit_code, coalesce(debit_code.type, type_of_role(debit.role)) AS debit_type,
       debit_code.code_id AS debit_code_id, debit_code.gl_name AS debit_gl_name, debit_code.gl_number AS debit_gl_number,
       posting.credit_book, posting.credit_account_id, posting.credit_document_kind, posting.credit_document_id,
       posting.credit_item_id, credit_row.line AS credit_line, credit_row.discount_line AS credit_discount_line,
       credit_row.tax_line AS credit_tax_line,
       credit.code AS credit_code, coalesce(credit_code.type, type_of_role(credit.role)) AS credit_type,
       credit_code.code_id AS credit_code_id, credit_code.gl_name AS credit_gl_name,
       credit_code.gl_number AS credit_gl_number
  FROM journal_posting AS posting
  -- LIMIT makes each of these one look into an index, however little the planner knows of tables that just grew.
  LEFT JOIN LATERAL (
       SELECT member.run_id, member.run_position FROM entry_run_member AS member
        WHERE member.ledger_id = posting.ledger_id AND member.position = posting.position AND member.line = posting.line
          AND member.canceled_position IS NULL
        LIMIT 1) AS taken ON true
  LEFT JOIN LATERAL (
       SELECT issued.refund_id FROM journal_refund AS issued
        WHERE posting.kind = 'refund' AND issued.ledger_id = posting.ledger_id AND issued.position = posting.position
        LIMIT 1) AS issued ON true
  LEFT JOIN LATERAL (
       SELECT canceled.refund_id FROM journal_refund_change AS canceled
        WHERE posting.kind = 'refund_cancel'
          AND canceled.ledger_id = posting.ledger_id AND canceled.position = posting.position
        LIMIT 1) AS canceled ON true
  LEFT JOIN LATERAL (
       SELECT posted.line, posted.discount_line, posted.tax_line FROM entry_row AS posted
        WHERE posted.ledger_id = posting.ledger_id AND posted.item_id = posting.debit_item_id
        LIMIT 1) AS debit_row ON true
  LEFT JOIN LATERAL (
       SELECT posted.line, posted.discount_line, posted.tax_line FROM entry_row AS posted
        WHERE posted.ledger_id = posting.ledger_id AND posted.item_id = posting.credit_item_id
        LIMIT 1) AS credit_row ON true
 CROSS JOIN LATERAL (
       SELECT debit_row.tax_line IS NOT NULL AS debit_is_tax, credit_row.tax_line IS NOT NULL AS credit_is_tax,
              CASE WHEN posting.debit_document_kind = 'invoice' AND debit_row.tax_line IS NOT NULL THEN 'Taxation Item'
                   ELSE row_word(posting.debit_document_kind, debit_row.tax_line IS NOT NULL) END
              || CASE WHEN debit_row.discount_line IS NOT NULL THEN ': Discount' ELSE '' END AS posted,
              CASE WHEN 'unapplied_payment' IN (posting.debit_book, posting.credit_book) THEN 'Payment: '
                   WHEN coalesce(CASE posting.kind WHEN 'apply' THEN debit_row.tax_line ELSE credit_row.tax_line END, 0) > 0
                   THEN 'Credit Memo Application Item (Tax): '
                   ELSE 'Credit Memo Application Item: ' END AS source,
              CASE WHEN 'unapplied_payment' IN (posting.debit_book, posting.credit_book) THEN 'Refund: Unapplied Payment'
                   ELSE 'Refund: On-Account '
                        || row_word('credit_memo', coalesce(debit_row.tax_line, credit_row.tax_line) IS NOT NULL)
                   END AS refunded,
              coalesce(issued.refund_id, canceled.refund_id) AS refund_id,
              coalesce(taken.run_position, 9223372036854775807) AS known_at) AS word
 CROSS JOIN LATERAL (
       SELECT coalesce(word.refund_id, posting.debit_item_id) AS debit_own_id,
              coalesce(posting.debit_document_id, posting.credit_document_id) AS debit_document_id,
              coalesce(word.refund_id, posting.credit_item_id) AS credit_own_id,
              coalesce(posting.credit_document_id, posting.debit_document_id) AS credit_document_id) AS subject
 CROSS JOIN LATERAL ( -- what each of them named last, as it was known then: looked up once, however often it is asked
       SELECT (SELECT codes FROM journal_named_code AS named
                WHERE named.ledger_id = posting.ledger_id AND named.subject_id = subject.debit_own_id
                  AND named.position <= word.known_at ORDER BY named.position DESC LIMIT 1) AS debit_own,
              (SELECT codes FROM journal_named_code AS named
                WHERE named.ledger_id = posting.ledger_id AND named.subject_id = subject.debit_document_id
                  AND named.position <= word.known_at ORDER BY named.position DESC LIMIT 1) AS debit_document,
              (SELECT codes FROM journal_named_code AS named
                WHERE named.ledger_id = posting.ledger_id AND named.subject_id = posting.debit_account_id
                  AND named.position <= word.known_at ORDER BY named.position DESC LIMIT 1) AS debit_account,
              (SELECT codes FROM journal_named_code AS named
                WHERE named.ledger_id = posting.ledger_id AND named.subject_id = subject.credit_own_id
                  AND named.position <= word.known_at ORDER BY named.position DESC LIMIT 1) AS credit_own,
              (SELECT codes FROM journal_named_code AS named
                WHERE named.ledger_id = posting.ledger_id AND named.subject_id = subject.credit_document_id
                  AND named.position <= word.known_at ORDER BY named.position DESC LIMIT 1) AS credit_document,
              (SELECT codes FROM journal_named_code AS named
                WHERE named.ledger_id = posting.ledger_id AND named.subject_id = posting.credit_account_id
                  AND named.position <= word.known_at ORDER BY named.position DESC LIMIT 1) AS credit_account,
              (SELECT settings -> 'accounting_codes' FROM journal_settings AS set
                WHERE set.ledger_id = posting.ledger_id AND set.position <= word.known_at
                ORDER BY set.position DESC LIMIT 1) AS ledger
       OFFSET 0) AS named
 CROSS JOIN LATERAL entry_code(
       posting.debit_book, word.debit_is_tax, debit_row.discount_line IS NOT NULL,
       named.debit_own, named.debit_document, named.debit_account, named.ledger) AS debit
 CROSS JOIN LATERAL entry_code(
       posting.credit_book, word.credit_is_tax, credit_row.discount_line IS NOT NULL,
       named.credit_own, named.credit_document, named.credit_account, named.ledger) AS credit
  LEFT JOIN accounting_code AS debit_code
    ON debit_code.ledger_id = posting.ledger_id AND debit_code.name = debit.code
  LEFT JOIN accounting_code AS credit_code
    ON credit_code.ledger_id = posting.ledger_id AND credit_code.name = credit.code;
