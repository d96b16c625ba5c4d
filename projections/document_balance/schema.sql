-- What each invoice and debit memo adds up to, and what is left of it. Sums over any number of items, so numeric.
CREATE TABLE IF NOT EXISTS document_balance (
    ledger_id        text    NOT NULL,
    document_id      uuid    NOT NULL,
    kind             text    NOT NULL,
    currency         text    NOT NULL,
    amount_minor     numeric NOT NULL,          -- its items and tax items, of drafts too
    tax_minor        numeric NOT NULL,          -- its tax items
    paid_minor       numeric NOT NULL,          -- applied now from payments
    credited_minor   numeric NOT NULL,          -- applied now from credit memos
    balance_minor    numeric NOT NULL,          -- open; 0 while a draft
    created_position bigint  NOT NULL,
    updated_position bigint  NOT NULL,
    PRIMARY KEY (ledger_id, document_id)        -- prevents a second row of a document; serves joins
);
