-- Invoices, debit memos and credit memos as the latest fact that carries their header describes them.
CREATE TABLE IF NOT EXISTS document (
    ledger_id           text   NOT NULL,
    document_id         uuid   NOT NULL,
    kind                text   NOT NULL,
    number              text   NOT NULL,
    account_id          uuid   NOT NULL,
    currency            text   NOT NULL,
    status              text   NOT NULL,
    document_date       date   NOT NULL,
    due_date            date,
    referred_invoice_id uuid,
    unapplied_part_id   uuid,
    personal_id         uuid,
    details             jsonb  NOT NULL,
    created_position    bigint NOT NULL,
    updated_position    bigint NOT NULL,        -- of the latest header
    posted_position     bigint,                 -- of the latest posting
    PRIMARY KEY (ledger_id, document_id),       -- prevents a second row of a document; serves joins
    UNIQUE (ledger_id, kind, number)            -- prevents two documents of one number; serves look-ups by number
);
CREATE INDEX IF NOT EXISTS document_by_kind     -- serves lists in the order of recording
    ON document (ledger_id, kind, created_position);
CREATE INDEX IF NOT EXISTS document_by_account  -- serves the documents of one account
    ON document (ledger_id, account_id, kind, created_position);
