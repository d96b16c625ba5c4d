-- The items and tax items of all documents, as they were drafted or edited last; those that an edit took away are gone.
CREATE TABLE IF NOT EXISTS item (
    ledger_id              text    NOT NULL,
    item_id                uuid    NOT NULL,
    document_id            uuid    NOT NULL,
    document_kind          text    NOT NULL,
    account_id             uuid    NOT NULL,
    currency               text    NOT NULL,
    line                   integer NOT NULL,
    discount_line          integer,             -- of a discount and its tax items: which of the item's discounts
    tax_line               integer,             -- null: the item itself
    parent_id              uuid,                -- of a tax item: its item
    discounts              uuid,                -- of a discount: the item it lowers
    amount_minor           bigint  NOT NULL,    -- the row's own amount, may be negative
    tax_minor              numeric NOT NULL,    -- of an item: what its tax items add up to, not in amount_minor
    tax_mode               text    NOT NULL,
    source_item_id         uuid,                -- on a memo made from another document: the row it credits or takes back
    unapplied_part_item_id uuid,                -- of credit memos: the id of the row's unapplied part item
    details                jsonb   NOT NULL,
    created_position       bigint  NOT NULL,
    updated_position       bigint  NOT NULL,
    PRIMARY KEY (ledger_id, item_id)            -- prevents a second row of an item; serves joins
);
CREATE INDEX IF NOT EXISTS item_by_document     -- serves the items of one document in canonical order
    ON item (ledger_id, document_id, line, discount_line, tax_line);
