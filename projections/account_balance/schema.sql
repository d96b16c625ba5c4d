-- What each account owes and has unapplied, by currency. Sums over any number of documents, so numeric.
CREATE TABLE IF NOT EXISTS account_balance (
    ledger_id               text    NOT NULL,
    account_id              uuid    NOT NULL,
    currency                text    NOT NULL,
    invoice_minor           numeric NOT NULL,   -- open on posted invoices
    debit_memo_minor        numeric NOT NULL,   -- open on posted debit memos
    unapplied_payment_minor numeric NOT NULL,
    unapplied_credit_minor  numeric NOT NULL,   -- unapplied on posted credit memos
    PRIMARY KEY (ledger_id, account_id, currency) -- prevents a second row of an account and currency; serves joins
);
