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
    referred_invoice_id uuid,                   -- of a memo: the invoice it was made from
    referred_debit_memo_id  uuid,               -- of a credit memo: the debit memo that it writes off
    referred_credit_memo_id uuid,               -- of a debit memo: the credit memo that it reverses or writes off
    split_from          uuid,                   -- of an invoice: the one that it is a part of
    reversed            boolean NOT NULL,       -- a memo that mirrors it took all of it back
    auto_apply          boolean NOT NULL,       -- of a credit memo: applied to its invoice as soon as it is posted
    unapplied_part_id   uuid,
    personal_id         uuid,
    details             jsonb  NOT NULL,
    created_position    bigint NOT NULL,
    updated_position    bigint NOT NULL,        -- of the latest header
    posted_position     bigint,                 -- of the posting that stands; null for drafts
    canceled_position   bigint,                 -- of the cancel, of what is canceled or deleted
    PRIMARY KEY (ledger_id, document_id),       -- prevents a second row of a document; serves joins
    UNIQUE (ledger_id, kind, number)            -- prevents two documents of one number; serves look-ups by number
);
CREATE INDEX IF NOT EXISTS document_by_kind     -- serves lists in the order of recording
    ON document (ledger_id, kind, created_position);
CREATE INDEX IF NOT EXISTS document_by_account  -- serves the documents of one account
    ON document (ledger_id, account_id, kind, created_position);
CREATE INDEX IF NOT EXISTS document_by_invoice  -- serves the memos made from an invoice
    ON document (ledger_id, referred_invoice_id) WHERE referred_invoice_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS document_by_split    -- serves the parts of an invoice
    ON document (ledger_id, split_from) WHERE split_from IS NOT NULL;
