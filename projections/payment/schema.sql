-- Payments as their latest fact describes them.
CREATE TABLE IF NOT EXISTS payment (
    ledger_id         text   NOT NULL,
    payment_id        uuid   NOT NULL,
    number            text   NOT NULL,
    account_id        uuid,                     -- null while nobody knows whose it is
    currency          text   NOT NULL,
    amount_minor      bigint NOT NULL,
    effective_on      date   NOT NULL,
    status            text   NOT NULL,          -- Processed, Canceled or Deleted
    prepayment        boolean NOT NULL,         -- reserved: no run applies it by itself
    standalone        boolean NOT NULL,         -- never settled here
    transferred_from  uuid,                     -- the payment that it was split off
    unapplied_part_id uuid   NOT NULL,
    personal_id       uuid,
    details           jsonb  NOT NULL,
    created_position  bigint NOT NULL,
    updated_position  bigint NOT NULL,
    canceled_position bigint,                   -- null while it is not
    PRIMARY KEY (ledger_id, payment_id),        -- prevents a second row of a payment; serves joins
    UNIQUE (ledger_id, number)                  -- prevents two payments of one number; serves look-ups by number
);
CREATE INDEX IF NOT EXISTS payment_by_position  -- serves lists in the order of recording
    ON payment (ledger_id, created_position);
CREATE INDEX IF NOT EXISTS payment_by_account   -- serves the payments of one account
    ON payment (ledger_id, account_id, created_position);
CREATE INDEX IF NOT EXISTS payment_reserved     -- serves what is reserved of an account
    ON payment (ledger_id, account_id) WHERE prepayment;

-- Where the money of each payment is: amount = applied + unapplied + refunded + transferred + canceled.
CREATE TABLE IF NOT EXISTS payment_balance (
    ledger_id        text   NOT NULL,
    payment_id       uuid   NOT NULL,
    applied_minor    bigint NOT NULL,
    unapplied_minor  bigint NOT NULL,
    refunded_minor   bigint NOT NULL,
    transferred_minor bigint NOT NULL,          -- split off as payments of their own
    canceled_minor   bigint NOT NULL,           -- never came in after all
    updated_position bigint NOT NULL,
    PRIMARY KEY (ledger_id, payment_id)         -- prevents a second row of a payment; serves joins
);

-- How much of a payment sits on a document now. A part of 0 is kept, and hidden by the views.
CREATE TABLE IF NOT EXISTS payment_part (
    ledger_id        text   NOT NULL,
    part_id          uuid   NOT NULL,
    payment_id       uuid   NOT NULL,
    document_id      uuid   NOT NULL,
    document_kind    text   NOT NULL,
    currency         text   NOT NULL,
    amount_minor     bigint NOT NULL,
    created_position bigint NOT NULL,
    updated_position bigint NOT NULL,
    PRIMARY KEY (ledger_id, part_id)            -- prevents a second part of a payment and document; serves joins
);
CREATE INDEX IF NOT EXISTS payment_part_by_payment -- serves the parts of a payment
    ON payment_part (ledger_id, payment_id);
CREATE INDEX IF NOT EXISTS payment_part_by_document -- serves what settles a document
    ON payment_part (ledger_id, document_id);

-- How much of a payment sits on an item or tax item now.
CREATE TABLE IF NOT EXISTS payment_part_item (
    ledger_id        text   NOT NULL,
    part_item_id     uuid   NOT NULL,
    part_id          uuid   NOT NULL,
    document_kind    text   NOT NULL,
    item_id          uuid   NOT NULL,
    currency         text   NOT NULL,
    amount_minor     bigint NOT NULL,
    created_position bigint NOT NULL,
    updated_position bigint NOT NULL,
    PRIMARY KEY (ledger_id, part_item_id)       -- prevents a second part item of a part and row
);
CREATE INDEX IF NOT EXISTS payment_part_item_by_part -- serves the part items of a part
    ON payment_part_item (ledger_id, part_id);
