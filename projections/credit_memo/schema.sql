-- Where the credit of each credit memo is; its header is in `document`. Sums over any number of rows, so numeric.
CREATE TABLE IF NOT EXISTS credit_memo_balance (
    ledger_id        text    NOT NULL,
    credit_memo_id   uuid    NOT NULL,
    currency         text    NOT NULL,
    amount_minor     numeric NOT NULL,          -- its items and tax items, of drafts too
    tax_minor        numeric NOT NULL,          -- its tax items
    applied_minor    numeric NOT NULL,
    unapplied_minor  numeric NOT NULL,          -- 0 while a draft
    refunded_minor   numeric NOT NULL,
    created_position bigint  NOT NULL,
    updated_position bigint  NOT NULL,
    PRIMARY KEY (ledger_id, credit_memo_id)     -- prevents a second row of a memo; serves joins
);

-- The same for each item and tax item: amount = applied + unapplied + refunded.
CREATE TABLE IF NOT EXISTS credit_memo_item_balance (
    ledger_id        text   NOT NULL,
    item_id          uuid   NOT NULL,
    credit_memo_id   uuid   NOT NULL,
    currency         text   NOT NULL,
    amount_minor     bigint NOT NULL,           -- posted; 0 while a draft
    applied_minor    bigint NOT NULL,
    unapplied_minor  bigint NOT NULL,
    refunded_minor   bigint NOT NULL,
    created_position bigint NOT NULL,
    updated_position bigint NOT NULL,
    PRIMARY KEY (ledger_id, item_id)            -- prevents a second row of an item; serves joins
);

-- How much of a credit memo sits on a document now. A part of 0 is kept, and hidden by the views.
CREATE TABLE IF NOT EXISTS credit_memo_part (
    ledger_id        text    NOT NULL,
    part_id          uuid    NOT NULL,
    credit_memo_id   uuid    NOT NULL,
    document_id      uuid    NOT NULL,
    document_kind    text    NOT NULL,
    currency         text    NOT NULL,
    amount_minor     numeric NOT NULL,
    created_position bigint  NOT NULL,
    updated_position bigint  NOT NULL,
    PRIMARY KEY (ledger_id, part_id)            -- prevents a second part of a memo and document; serves joins
);
CREATE INDEX IF NOT EXISTS credit_memo_part_by_memo -- serves the parts of a memo
    ON credit_memo_part (ledger_id, credit_memo_id);
CREATE INDEX IF NOT EXISTS credit_memo_part_by_document -- serves what settles a document
    ON credit_memo_part (ledger_id, document_id);

-- How much of a row of a credit memo sits on a row of a document now.
CREATE TABLE IF NOT EXISTS credit_memo_part_item (
    ledger_id        text   NOT NULL,
    part_item_id     uuid   NOT NULL,
    part_id          uuid   NOT NULL,
    source_item_id   uuid   NOT NULL,           -- the credit memo's row
    document_kind    text   NOT NULL,
    item_id          uuid   NOT NULL,           -- the document's row
    currency         text   NOT NULL,
    amount_minor     bigint NOT NULL,
    created_position bigint NOT NULL,
    updated_position bigint NOT NULL,
    PRIMARY KEY (ledger_id, part_item_id)       -- prevents a second part item of a pair
);
CREATE INDEX IF NOT EXISTS credit_memo_part_item_by_part -- serves the part items of a part
    ON credit_memo_part_item (ledger_id, part_id);
