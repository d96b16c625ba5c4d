-- Refunds as their latest fact describes them; a refund has one part, whose id it carries.
CREATE TABLE IF NOT EXISTS refund (
    ledger_id        text   NOT NULL,
    refund_id        uuid   NOT NULL,
    number           text   NOT NULL,
    source_kind      text   NOT NULL,
    source_id        uuid   NOT NULL,           -- the payment or credit memo it takes from
    account_id       uuid   NOT NULL,
    currency         text   NOT NULL,
    amount_minor     bigint NOT NULL,
    effective_on     date   NOT NULL,
    status           text   NOT NULL,           -- Processed, Canceled or Deleted
    part_id          uuid   NOT NULL,
    application_id   uuid   NOT NULL,           -- its entry in the history
    personal_id      uuid,
    details          jsonb  NOT NULL,
    created_position bigint NOT NULL,
    updated_position bigint NOT NULL,
    canceled_position bigint,                   -- null while it is not
    PRIMARY KEY (ledger_id, refund_id),         -- prevents a second row of a refund; serves joins
    UNIQUE (ledger_id, number)                  -- prevents two refunds of one number; serves look-ups by number
);
CREATE INDEX IF NOT EXISTS refund_by_position   -- serves lists in the order of recording
    ON refund (ledger_id, created_position);
CREATE INDEX IF NOT EXISTS refund_by_account    -- serves the refunds of one account
    ON refund (ledger_id, account_id, created_position);
CREATE INDEX IF NOT EXISTS refund_by_source     -- serves the refunds of a payment or credit memo
    ON refund (ledger_id, source_id);

-- Of credit memo refunds: how much is paid out of each item or tax item. A cancel leaves 0, which the views hide.
CREATE TABLE IF NOT EXISTS refund_part_item (
    ledger_id        text   NOT NULL,
    part_item_id     uuid   NOT NULL,
    part_id          uuid   NOT NULL,
    source_item_id   uuid   NOT NULL,
    currency         text   NOT NULL,
    amount_minor     bigint NOT NULL,
    created_position bigint NOT NULL,
    updated_position bigint NOT NULL,
    PRIMARY KEY (ledger_id, part_item_id)       -- prevents a second part item of a part and row
);
CREATE INDEX IF NOT EXISTS refund_part_item_by_part -- serves the part items of a part
    ON refund_part_item (ledger_id, part_id);
