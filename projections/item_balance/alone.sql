-- What of the journal fold.sql needs, where item balances are made of the events and nothing else is: tables of the same
-- names with fewer columns, thrown away afterwards. Of the legs of postings only those that are receivable.
CREATE UNLOGGED TABLE posting_leg (
    ledger_id     text   NOT NULL,
    position      bigint NOT NULL,
    effective_on  date   NOT NULL,
    account_id    uuid   NOT NULL,
    document_id   uuid   NOT NULL,
    document_kind text   NOT NULL,
    item_id       uuid   NOT NULL,
    currency      text   NOT NULL,
    book          text   NOT NULL,
    other_book    text   NOT NULL,
    signed_minor  bigint NOT NULL
);
CREATE INDEX posting_leg_by_position ON posting_leg (ledger_id, position); -- serves the range of a fold

CREATE UNLOGGED TABLE journal_item (
    ledger_id     text   NOT NULL,
    position      bigint NOT NULL,
    effective_on  date   NOT NULL,
    account_id    uuid   NOT NULL,
    document_id   uuid   NOT NULL,
    document_kind text   NOT NULL,
    item_id       uuid   NOT NULL,
    currency      text   NOT NULL,
    fact          text   NOT NULL,
    parent_id     uuid,
    tax_line      integer,
    amount_minor  bigint
);
CREATE INDEX journal_item_by_position ON journal_item (ledger_id, position); -- serves the range of a fold

CREATE UNLOGGED TABLE journal_document (
    ledger_id    text    NOT NULL,
    position     bigint  NOT NULL,
    effective_on date    NOT NULL,
    account_id   uuid    NOT NULL,
    document_id  uuid    NOT NULL,
    fact         text    NOT NULL,
    changes_rows boolean NOT NULL
);
CREATE INDEX journal_document_by_position ON journal_document (ledger_id, position); -- serves the range of a fold

CREATE UNLOGGED TABLE journal_credited (
    ledger_id    text   NOT NULL,
    position     bigint NOT NULL,
    effective_on date   NOT NULL,
    fact         text   NOT NULL,
    item_id      uuid   NOT NULL,
    amount_minor bigint NOT NULL
);
CREATE INDEX journal_credited_by_position ON journal_credited (ledger_id, position); -- serves the range of a fold
