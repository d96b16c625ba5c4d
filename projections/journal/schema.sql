-- The journal: events as immutable rows, which every fold reads. Rows are only ever added, in the order of positions.
-- All amounts are minor units of the row's currency. `position` and `line` name the fact and the row within it.

-- One row a fact: who, when and under which command. Read models keep positions only, and views look the rest up here.
CREATE TABLE IF NOT EXISTS journal_fact (
    ledger_id    text        NOT NULL,
    position     bigint      NOT NULL,
    topic        text        NOT NULL,
    stream_id    uuid        NOT NULL,
    effective_on date        NOT NULL,
    recorded_at  timestamptz NOT NULL,
    command_id   uuid        NOT NULL,
    actor        text,
    PRIMARY KEY (ledger_id, position)           -- prevents folding a fact twice; serves the stamps of all views
);

CREATE TABLE IF NOT EXISTS journal_account (
    ledger_id    text   NOT NULL,
    position     bigint NOT NULL,
    effective_on date   NOT NULL,
    account_id   uuid   NOT NULL,
    number       text   NOT NULL,
    currency     text   NOT NULL,
    status       text   NOT NULL,
    parent_id    uuid,
    choices      jsonb  NOT NULL,               -- the policies it chooses; an empty object leaves them to the ledger
    personal_id  uuid,
    details      jsonb  NOT NULL,
    PRIMARY KEY (ledger_id, position)           -- prevents folding a fact twice; serves the range of a fold
);

-- What the ledger chose, each time it chose anew: the latest says all.
CREATE TABLE IF NOT EXISTS journal_settings (
    ledger_id    text   NOT NULL,
    position     bigint NOT NULL,
    effective_on date   NOT NULL,
    settings_id  uuid   NOT NULL,
    settings     jsonb  NOT NULL,
    PRIMARY KEY (ledger_id, position)           -- prevents folding a fact twice; serves the range of a fold
);

-- What happened to accounting periods. A fact tells only what it changes: `created` all, `edited` name and details.
CREATE TABLE IF NOT EXISTS journal_period (
    ledger_id    text   NOT NULL,
    position     bigint NOT NULL,
    effective_on date   NOT NULL,
    fact         text   NOT NULL CHECK (fact IN ('created', 'edited', 'close_begun', 'closed', 'reopened', 'deleted')),
    calendar_id  uuid   NOT NULL,
    period_id    uuid   NOT NULL,
    name         text,
    starts_on    date,
    ends_on      date,
    details      jsonb,
    PRIMARY KEY (ledger_id, position),          -- prevents folding a fact twice; serves the range of a fold
    CHECK (fact <> 'created' OR starts_on <= ends_on) -- prevents a period without days
);

-- A row each time a fact carries a document's header: the latest says all.
CREATE TABLE IF NOT EXISTS journal_document (
    ledger_id           text   NOT NULL,
    position            bigint NOT NULL,
    effective_on        date   NOT NULL,
    fact                text   NOT NULL
        CHECK (fact IN ('created', 'edited', 'posted', 'unposted', 'canceled', 'deleted', 'split', 'reversed')),
    changes_rows        boolean NOT NULL,       -- an edit that changes, adds or takes away rows
    document_id         uuid   NOT NULL,
    kind                text   NOT NULL,
    number              text   NOT NULL,
    account_id          uuid   NOT NULL,
    currency            text   NOT NULL,
    status              text   NOT NULL,
    document_date       date   NOT NULL,
    due_date            date,
    referred_invoice_id uuid,                   -- of a memo: the invoice it was made from
    referred_debit_memo_id  uuid,               -- of a credit memo: the debit memo that it writes off
    referred_credit_memo_id uuid,               -- of a debit memo: the credit memo that it reverses or writes off
    split_from          uuid,                   -- of an invoice: the one that it is a part of
    reversed            boolean NOT NULL,       -- a memo that mirrors it took all of it back
    auto_apply          boolean NOT NULL,       -- of a credit memo: applied to its invoice as soon as it is posted
    unapplied_part_id   uuid,                   -- of credit memos: the id of the part without a document
    personal_id         uuid,
    details             jsonb  NOT NULL,
    PRIMARY KEY (ledger_id, position),          -- prevents folding a fact twice; serves the range of a fold
    CHECK (fact = 'edited' OR NOT changes_rows) -- prevents rows that change without an edit
);
CREATE INDEX IF NOT EXISTS journal_document_by_document -- serves the rows of documents that are edited
    ON journal_document (ledger_id, document_id, position);

-- What one document became by another: taken back or written off by a memo, or split into parts. `line` counts the parts.
CREATE TABLE IF NOT EXISTS journal_mark (
    ledger_id           text    NOT NULL,
    position            bigint  NOT NULL,
    line                integer NOT NULL,
    effective_on        date    NOT NULL,
    kind                text    NOT NULL CHECK (kind IN ('written_off', 'reversed', 'split')), -- prevents a mark no fold knows
    account_id          uuid    NOT NULL,
    document_kind       text    NOT NULL,
    document_id         uuid    NOT NULL,
    other_document_kind text    NOT NULL,
    other_document_id   uuid    NOT NULL,       -- the memo, or the part
    amount_minor        numeric,                -- of a write-off: what was given up
    PRIMARY KEY (ledger_id, position, line),    -- prevents folding a row twice; serves the range of a fold
    CHECK ((kind = 'written_off') = (amount_minor IS NOT NULL)) -- prevents a write-off of nobody knows how much
);

-- Items and tax items, in canonical order; an edit tells an item whole, with its tax items. Removed rows say only which.
CREATE TABLE IF NOT EXISTS journal_item (
    ledger_id              text    NOT NULL,
    position               bigint  NOT NULL,
    line                   integer NOT NULL,
    effective_on           date    NOT NULL,
    account_id             uuid    NOT NULL,
    document_id            uuid    NOT NULL,
    document_kind          text    NOT NULL,
    currency               text    NOT NULL,
    fact                   text    NOT NULL CHECK (fact IN ('created', 'edited', 'removed')), -- prevents one no fold knows
    item_id                uuid    NOT NULL,
    item_line              integer,
    discount_line          integer,             -- of a discount and its tax items: which of the item's discounts
    tax_line               integer,             -- null: the item itself
    parent_id              uuid,                -- of a tax item: its item
    discounts              uuid,                -- of a discount: the item it lowers
    amount_minor           bigint,              -- the row's own amount, may be negative
    tax_minor              numeric,             -- of an item: what its tax items add up to, not in amount_minor
    tax_mode               text,
    source_item_id         uuid,                -- on a memo made from another document: the row it credits or takes back
    unapplied_part_item_id uuid,                -- of credit memos: the id of the row's unapplied part item
    details                jsonb,
    PRIMARY KEY (ledger_id, position, line),    -- prevents folding a row twice; serves the range of a fold
    CHECK ((tax_line IS NULL) = (parent_id IS NULL)), -- prevents a tax item without its item
    CHECK (fact = 'removed' OR num_nulls(item_line, amount_minor, tax_minor, tax_mode, details) = 0) -- prevents half a row
);

-- How much credit memos made from an invoice credit of its rows, and what they gave back when edited or canceled.
CREATE TABLE IF NOT EXISTS journal_credited (
    ledger_id      text    NOT NULL,
    position       bigint  NOT NULL,
    line           integer NOT NULL,
    effective_on   date    NOT NULL,
    invoice_id     uuid    NOT NULL,
    account_id     uuid    NOT NULL,              -- the invoice's
    credit_memo_id uuid    NOT NULL,
    fact           text    NOT NULL CHECK (fact IN ('credited', 'uncredited')), -- prevents a direction no fold knows
    item_id        uuid    NOT NULL,
    amount_minor   bigint  NOT NULL CHECK (amount_minor > 0), -- prevents a sign beside the direction
    PRIMARY KEY (ledger_id, position, line)     -- prevents folding a row twice; serves the range of a fold
);

CREATE TABLE IF NOT EXISTS journal_payment (
    ledger_id         text   NOT NULL,
    position          bigint NOT NULL,
    effective_on      date   NOT NULL,
    payment_id        uuid   NOT NULL,
    number            text   NOT NULL,
    account_id        uuid,                     -- null while nobody knows whose it is
    currency          text   NOT NULL,
    amount_minor      bigint NOT NULL CHECK (amount_minor > 0), -- prevents a payment that is none
    prepayment        boolean NOT NULL,         -- reserved: no run applies it by itself
    standalone        boolean NOT NULL,         -- never settled here
    transferred_from  uuid,                     -- the payment that it was split off
    unapplied_part_id uuid   NOT NULL,
    personal_id       uuid,
    details           jsonb  NOT NULL,
    PRIMARY KEY (ledger_id, position)           -- prevents folding a fact twice; serves the range of a fold
);

-- What happened to payments after they came in: only what changed. A transfer is an entry of the history on both sides.
CREATE TABLE IF NOT EXISTS journal_payment_change (
    ledger_id           text   NOT NULL,
    position            bigint NOT NULL,
    effective_on        date   NOT NULL,
    command_id          uuid   NOT NULL,
    fact                text   NOT NULL CHECK (fact IN ('transferred', 'edited', 'canceled', 'deleted')),
    payment_id          uuid   NOT NULL,
    to_payment_id       uuid,                   -- of a transfer: the payment itself, or the part that was split off
    from_account_id     uuid,                   -- of a transfer: null for unassigned money
    to_account_id       uuid,
    currency            text,                   -- of a transfer or a cancel
    amount_minor        bigint CHECK (amount_minor > 0), -- prevents a sign beside the direction
    from_application_id uuid,                   -- of a transfer: the ids of its two entries
    to_application_id   uuid,
    personal_id         uuid,
    details             jsonb,                  -- of an edit
    PRIMARY KEY (ledger_id, position),          -- prevents folding a fact twice; serves the range of a fold
    CHECK ((fact = 'transferred') = (to_payment_id IS NOT NULL)), -- prevents a transfer to nowhere
    CHECK ((fact = 'edited') = (details IS NOT NULL)) -- prevents an edit that says nothing
);
CREATE INDEX IF NOT EXISTS journal_payment_change_by_payment -- serves the history of a payment
    ON journal_payment_change (ledger_id, payment_id, position);
CREATE INDEX IF NOT EXISTS journal_payment_change_by_part -- serves where a payment came from
    ON journal_payment_change (ledger_id, to_payment_id, position);

CREATE TABLE IF NOT EXISTS journal_refund (
    ledger_id      text   NOT NULL,
    position       bigint NOT NULL,
    effective_on   date   NOT NULL,
    command_id     uuid   NOT NULL,
    refund_id      uuid   NOT NULL,
    number         text   NOT NULL,
    source_kind    text   NOT NULL,
    source_id      uuid   NOT NULL,
    account_id     uuid   NOT NULL,
    currency       text   NOT NULL,
    amount_minor   bigint NOT NULL CHECK (amount_minor > 0), -- prevents a refund that takes money in
    part_id        uuid   NOT NULL,
    application_id uuid   NOT NULL,
    policy_name    text,
    policy_version integer,
    personal_id    uuid,
    details        jsonb  NOT NULL,
    PRIMARY KEY (ledger_id, position)           -- prevents folding a fact twice; serves the range of a fold
);

-- What happened to refunds after they were issued; a cancel is also an entry of the history.
CREATE TABLE IF NOT EXISTS journal_refund_change (
    ledger_id      text   NOT NULL,
    position       bigint NOT NULL,
    effective_on   date   NOT NULL,
    command_id     uuid   NOT NULL,
    fact           text   NOT NULL CHECK (fact IN ('canceled', 'edited', 'deleted')), -- prevents a fact no fold knows
    refund_id      uuid   NOT NULL,
    source_id      uuid   NOT NULL,
    source_kind    text,                        -- of a cancel, as all down to its application
    account_id     uuid,
    currency       text,
    amount_minor   bigint CHECK (amount_minor > 0), -- prevents a cancel that pays out
    application_id uuid,
    personal_id    uuid,
    details        jsonb,                       -- of an edit
    PRIMARY KEY (ledger_id, position),          -- prevents folding a fact twice; serves the range of a fold
    CHECK ((fact = 'canceled') = (amount_minor IS NOT NULL AND application_id IS NOT NULL)), -- prevents half a cancel
    CHECK ((fact = 'edited') = (details IS NOT NULL)) -- prevents an edit that says nothing
);
CREATE INDEX IF NOT EXISTS journal_refund_change_by_source -- serves the history of a payment or credit memo
    ON journal_refund_change (ledger_id, source_id, position);

-- The history of settlement: what a command set against a document, or took back from it.
CREATE TABLE IF NOT EXISTS journal_application (
    ledger_id      text    NOT NULL,
    position       bigint  NOT NULL,
    effective_on   date    NOT NULL,
    command_id     uuid    NOT NULL,
    kind           text    NOT NULL CHECK (kind IN ('apply', 'unapply')), -- prevents a direction no fold knows
    application_id uuid    NOT NULL,
    source_kind    text    NOT NULL,
    source_id      uuid    NOT NULL,
    document_kind  text    NOT NULL,
    document_id    uuid    NOT NULL,
    account_id     uuid    NOT NULL,
    currency       text    NOT NULL,
    amount_minor   numeric NOT NULL CHECK (amount_minor > 0), -- prevents a sign beside the direction
    part_id        uuid    NOT NULL,
    policy_name    text,
    policy_version integer,
    PRIMARY KEY (ledger_id, position),          -- prevents folding a fact twice; serves the range of a fold
    UNIQUE (ledger_id, application_id)          -- prevents two applications of one id; serves undo by application
);
CREATE INDEX IF NOT EXISTS journal_application_by_source -- serves the history of a payment or credit memo
    ON journal_application (ledger_id, source_id, position);
CREATE INDEX IF NOT EXISTS journal_application_by_document -- serves the history of a document and its items
    ON journal_application (ledger_id, document_id, position);

-- All money that moves: one debit leg, one credit leg and a positive amount, so every fact balances.
CREATE TABLE IF NOT EXISTS journal_posting (
    ledger_id            text    NOT NULL,
    position             bigint  NOT NULL,
    line                 integer NOT NULL,
    effective_on         date    NOT NULL,
    kind                 text    NOT NULL
        CHECK (kind IN ('post', 'unpost', 'receive', 'cancel', 'transfer', 'apply', 'unapply', 'net', 'unnet',
                        'refund', 'refund_cancel')), -- prevents a move no fold knows
    currency             text    NOT NULL,
    amount_minor         bigint  NOT NULL CHECK (amount_minor > 0), -- prevents a sign beside the legs
    debit_book           text    NOT NULL,
    debit_account_id     uuid,                  -- null for money that nobody knows whose it is
    debit_document_kind  text,
    debit_document_id    uuid,                  -- null for the bank
    debit_item_id        uuid,
    credit_book          text    NOT NULL,
    credit_account_id    uuid,
    credit_document_kind text,
    credit_document_id   uuid,
    credit_item_id       uuid,
    application_id       uuid,                  -- of settlements and refunds: the history's entry; of a netting: for whose sake
    application_item_id  uuid,
    undoes               uuid,                  -- of unapply and refund_cancel: the application it takes back from
    part_id              uuid,                  -- of apply and unapply: the part it moves; of a refund and its cancel: its part
    part_item_id         uuid,
    journal_entry_id     uuid    NOT NULL,      -- each posting is one journal entry
    PRIMARY KEY (ledger_id, position, line),    -- prevents folding a row twice; serves the range of a fold
    CHECK ((kind IN ('unapply', 'refund_cancel')) = (undoes IS NOT NULL)), -- prevents taking back from nothing
    CHECK (kind IN ('receive', 'cancel', 'transfer')
           OR (debit_account_id IS NOT NULL AND credit_account_id IS NOT NULL)) -- prevents settling what is nobody's
);

-- The accounting codes that are registered: the latest row says all.
CREATE TABLE IF NOT EXISTS journal_accounting_code (
    ledger_id    text    NOT NULL,
    position     bigint  NOT NULL,
    effective_on date    NOT NULL,
    is_new       boolean NOT NULL,
    code_id      uuid    NOT NULL,
    name         text    NOT NULL,
    type         text    NOT NULL,
    status       text    NOT NULL,
    gl_name      text,
    gl_number    text,
    details      jsonb   NOT NULL,
    PRIMARY KEY (ledger_id, position)           -- prevents folding a fact twice; serves the range of a fold
);

-- The codes that a row, document, payment, refund, account or the ledger names, by role: the latest says all.
-- What never named any has no row.
CREATE TABLE IF NOT EXISTS journal_named_code (
    ledger_id    text    NOT NULL,
    position     bigint  NOT NULL,
    line         integer NOT NULL,
    effective_on date    NOT NULL,
    subject_id   uuid    NOT NULL,
    codes        jsonb   NOT NULL,
    PRIMARY KEY (ledger_id, position, line)     -- prevents folding a row twice
);
CREATE INDEX IF NOT EXISTS journal_named_code_by_subject -- serves the codes of journal entries
    ON journal_named_code (ledger_id, subject_id, position);

-- Journal runs: made over a range of days, and canceled. What a run took follows from its position.
CREATE TABLE IF NOT EXISTS journal_run (
    ledger_id         text   NOT NULL,
    position          bigint NOT NULL,
    effective_on      date   NOT NULL,          -- of a run that is made: the journal entry date
    fact              text   NOT NULL CHECK (fact IN ('created', 'canceled')), -- prevents a fact no fold knows
    run_id            uuid   NOT NULL,
    number            text,
    period_id         uuid,
    starts_on         date,
    ends_on           date,
    transaction_types jsonb,                    -- empty: all
    details           jsonb,
    PRIMARY KEY (ledger_id, position),          -- prevents folding a fact twice; serves the range of a fold
    CHECK (fact = 'canceled' OR (number IS NOT NULL AND starts_on <= ends_on AND transaction_types IS NOT NULL
                                 AND details IS NOT NULL)) -- prevents half a run
);

-- Each posting seen from each of its two legs: debit counts up, credit counts down.
CREATE OR REPLACE VIEW posting_leg AS
SELECT ledger_id, position, line, effective_on, kind, currency,
       debit_book AS book, debit_account_id AS account_id,
       debit_document_kind AS document_kind, debit_document_id AS document_id, debit_item_id AS item_id,
       amount_minor AS signed_minor, credit_book AS other_book, credit_document_id AS other_document_id,
       credit_item_id AS other_item_id
  FROM journal_posting
UNION ALL
SELECT ledger_id, position, line, effective_on, kind, currency,
       credit_book, credit_account_id, credit_document_kind, credit_document_id, credit_item_id,
       -amount_minor, debit_book, debit_document_id, debit_item_id
  FROM journal_posting;

-- Each posting of a settlement seen from its source to its document: apply counts up, unapply counts down.
CREATE OR REPLACE VIEW settlement_line AS
SELECT ledger_id, position, line, effective_on, kind, currency, amount_minor,
       amount_minor AS signed_minor,
       debit_document_kind AS source_kind, debit_document_id AS source_id, debit_item_id AS source_item_id,
       debit_account_id AS account_id,
       credit_document_kind AS document_kind, credit_document_id AS document_id, credit_item_id AS item_id,
       credit_account_id AS document_account_id,
       application_id, application_item_id, undoes, part_id, part_item_id, journal_entry_id
  FROM journal_posting
 WHERE kind = 'apply'
UNION ALL
SELECT ledger_id, position, line, effective_on, kind, currency, amount_minor,
       -amount_minor,
       credit_document_kind, credit_document_id, credit_item_id, credit_account_id,
       debit_document_kind, debit_document_id, debit_item_id, debit_account_id,
       application_id, application_item_id, undoes, part_id, part_item_id, journal_entry_id
  FROM journal_posting
 WHERE kind = 'unapply';

-- The rows that documents have at :upto, of those whose rows were edited since :after: for each its latest telling, and
-- whether it is gone, which a tombstone says, or a later telling of its item that leaves it out. :day as in a fold.
CREATE OR REPLACE FUNCTION edited_rows(ledger text, after bigint, upto bigint, day date, account uuid)
RETURNS TABLE (document_id uuid, document_kind text, item_id uuid, tax_line integer, amount_minor bigint, is_gone boolean)
LANGUAGE sql STABLE AS $$
    SELECT DISTINCT ON (told.item_id) told.document_id, told.document_kind, told.item_id, told.tax_line, told.amount_minor,
           told.fact = 'removed' OR told.position < told.last_position
      FROM (SELECT item.document_id, item.document_kind, item.item_id, item.tax_line, item.amount_minor, item.fact,
                   item.position,
                   max(item.position) OVER (PARTITION BY coalesce(item.parent_id, item.item_id)) AS last_position
              FROM journal_item AS item
              JOIN journal_document AS header USING (ledger_id, position)
             WHERE header.ledger_id = $1 AND header.position <= $3
               AND (header.fact = 'created' OR header.changes_rows)
               AND ($4 IS NULL OR header.effective_on <= $4 OR header.fact = 'created')
               AND header.document_id IN (SELECT edited.document_id FROM journal_document AS edited
                                           WHERE edited.ledger_id = $1 AND edited.position > $2 AND edited.position <= $3
                                             AND edited.changes_rows
                                             AND ($4 IS NULL OR edited.effective_on <= $4)
                                             AND ($5 IS NULL OR edited.account_id = $5))) AS told
     ORDER BY told.item_id, told.position DESC
$$;
