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
    personal_id  uuid,
    details      jsonb  NOT NULL,
    PRIMARY KEY (ledger_id, position)           -- prevents folding a fact twice; serves the range of a fold
);

-- A row each time a fact carries a document's header: the latest says all.
CREATE TABLE IF NOT EXISTS journal_document (
    ledger_id           text   NOT NULL,
    position            bigint NOT NULL,
    effective_on        date   NOT NULL,
    fact                text   NOT NULL CHECK (fact IN ('created', 'posted')), -- prevents a fact no fold knows
    document_id         uuid   NOT NULL,
    kind                text   NOT NULL,
    number              text   NOT NULL,
    account_id          uuid   NOT NULL,
    currency            text   NOT NULL,
    status              text   NOT NULL,
    document_date       date   NOT NULL,
    due_date            date,
    referred_invoice_id uuid,
    unapplied_part_id   uuid,                   -- of credit memos: the id of the part without a document
    personal_id         uuid,
    details             jsonb  NOT NULL,
    PRIMARY KEY (ledger_id, position)           -- prevents folding a fact twice; serves the range of a fold
);

-- Items and tax items, in canonical order.
CREATE TABLE IF NOT EXISTS journal_item (
    ledger_id              text    NOT NULL,
    position               bigint  NOT NULL,
    line                   integer NOT NULL,
    effective_on           date    NOT NULL,
    account_id             uuid    NOT NULL,
    document_id            uuid    NOT NULL,
    document_kind          text    NOT NULL,
    currency               text    NOT NULL,
    item_id                uuid    NOT NULL,
    item_line              integer NOT NULL,
    tax_line               integer,             -- null: the item itself
    parent_id              uuid,                -- of a tax item: its item
    amount_minor           bigint  NOT NULL,    -- the row's own amount, may be negative
    tax_minor              numeric NOT NULL,    -- of an item: what its tax items add up to, not in amount_minor
    tax_mode               text    NOT NULL,
    source_item_id         uuid,                -- on a memo made from an invoice: the row it credits
    unapplied_part_item_id uuid,                -- of credit memos: the id of the row's unapplied part item
    details                jsonb   NOT NULL,
    PRIMARY KEY (ledger_id, position, line),    -- prevents folding a row twice; serves the range of a fold
    CHECK ((tax_line IS NULL) = (parent_id IS NULL)) -- prevents a tax item without its item
);

-- How much credit memos made from an invoice credit of its rows.
CREATE TABLE IF NOT EXISTS journal_credited (
    ledger_id      text    NOT NULL,
    position       bigint  NOT NULL,
    line           integer NOT NULL,
    effective_on   date    NOT NULL,
    invoice_id     uuid    NOT NULL,
    credit_memo_id uuid    NOT NULL,
    item_id        uuid    NOT NULL,
    amount_minor   bigint  NOT NULL CHECK (amount_minor > 0), -- prevents a mirror that gives credit back
    PRIMARY KEY (ledger_id, position, line)     -- prevents folding a row twice; serves the range of a fold
);

CREATE TABLE IF NOT EXISTS journal_payment (
    ledger_id         text   NOT NULL,
    position          bigint NOT NULL,
    effective_on      date   NOT NULL,
    payment_id        uuid   NOT NULL,
    number            text   NOT NULL,
    account_id        uuid   NOT NULL,
    currency          text   NOT NULL,
    amount_minor      bigint NOT NULL CHECK (amount_minor > 0), -- prevents a payment that is none
    unapplied_part_id uuid   NOT NULL,
    personal_id       uuid,
    details           jsonb  NOT NULL,
    PRIMARY KEY (ledger_id, position)           -- prevents folding a fact twice; serves the range of a fold
);

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
        CHECK (kind IN ('post', 'receive', 'apply', 'unapply', 'refund')), -- prevents a move no fold knows
    currency             text    NOT NULL,
    amount_minor         bigint  NOT NULL CHECK (amount_minor > 0), -- prevents a sign beside the legs
    debit_book           text    NOT NULL,
    debit_account_id     uuid    NOT NULL,
    debit_document_kind  text,
    debit_document_id    uuid,                  -- null for the bank
    debit_item_id        uuid,
    credit_book          text    NOT NULL,
    credit_account_id    uuid    NOT NULL,
    credit_document_kind text,
    credit_document_id   uuid,
    credit_item_id       uuid,
    application_id       uuid,                  -- of apply, unapply and refund: the history's entry
    application_item_id  uuid,
    undoes               uuid,                  -- of unapply: the application it takes back from
    part_id              uuid,                  -- of apply and unapply: the part it moves; of a refund: its part
    part_item_id         uuid,
    PRIMARY KEY (ledger_id, position, line),    -- prevents folding a row twice; serves the range of a fold
    CHECK ((kind = 'unapply') = (undoes IS NOT NULL)) -- prevents taking back from nothing
);

-- Each posting seen from each of its two legs: debit counts up, credit counts down.
CREATE OR REPLACE VIEW posting_leg AS
SELECT ledger_id, position, line, effective_on, kind, currency,
       debit_book AS book, debit_account_id AS account_id,
       debit_document_kind AS document_kind, debit_document_id AS document_id, debit_item_id AS item_id,
       amount_minor AS signed_minor, credit_book AS other_book
  FROM journal_posting
UNION ALL
SELECT ledger_id, position, line, effective_on, kind, currency,
       credit_book, credit_account_id, credit_document_kind, credit_document_id, credit_item_id,
       -amount_minor, debit_book
  FROM journal_posting;

-- Each posting of a settlement seen from its source to its document: apply counts up, unapply counts down.
CREATE OR REPLACE VIEW settlement_line AS
SELECT ledger_id, position, line, effective_on, kind, currency, amount_minor,
       amount_minor AS signed_minor,
       debit_document_kind AS source_kind, debit_document_id AS source_id, debit_item_id AS source_item_id,
       debit_account_id AS account_id,
       credit_document_kind AS document_kind, credit_document_id AS document_id, credit_item_id AS item_id,
       credit_account_id AS document_account_id,
       application_id, application_item_id, undoes, part_id, part_item_id
  FROM journal_posting
 WHERE kind = 'apply'
UNION ALL
SELECT ledger_id, position, line, effective_on, kind, currency, amount_minor,
       -amount_minor,
       credit_document_kind, credit_document_id, credit_item_id, credit_account_id,
       debit_document_kind, debit_document_id, debit_item_id, debit_account_id,
       application_id, application_item_id, undoes, part_id, part_item_id
  FROM journal_posting
 WHERE kind = 'unapply';
