-- How much of each negative row is filled up from which positive row of its document now. 0 is kept, and hidden by views.
CREATE TABLE IF NOT EXISTS netting (
    ledger_id        text   NOT NULL,
    document_id      uuid   NOT NULL,
    document_kind    text   NOT NULL,
    negative_item_id uuid   NOT NULL,
    positive_item_id uuid   NOT NULL,
    currency         text   NOT NULL,
    amount_minor     bigint NOT NULL,
    created_position bigint NOT NULL,
    updated_position bigint NOT NULL,
    PRIMARY KEY (ledger_id, document_id, negative_item_id, positive_item_id) -- prevents two rows of a pair; serves documents
);
