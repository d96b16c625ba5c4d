-- What each item and tax item of invoices and debit memos owes. One amount is at most 10^15, so bigint.
CREATE TABLE IF NOT EXISTS item_balance (
    ledger_id        text   NOT NULL,
    item_id          uuid   NOT NULL,
    document_id      uuid   NOT NULL,
    document_kind    text   NOT NULL,
    currency         text   NOT NULL,
    amount_minor     bigint NOT NULL,           -- posted; 0 while a draft, below 0 for negative lines
    paid_minor       bigint NOT NULL,           -- applied now from payments
    credited_minor   bigint NOT NULL,           -- applied now from credit memos
    netted_minor     bigint NOT NULL,           -- what netting added: a negative row gains what a positive one loses
    balance_minor    bigint NOT NULL,           -- open: amount - paid - credited + netted
    memo_minor       bigint NOT NULL,           -- credit memos made from it that stand, drafts too
    created_position bigint NOT NULL,
    updated_position bigint NOT NULL,
    PRIMARY KEY (ledger_id, item_id)            -- prevents a second row of an item; serves joins
);
