-- What became of documents through others: taken back or written off by a memo, or split into parts.
CREATE TABLE IF NOT EXISTS document_mark (
    ledger_id           text    NOT NULL,
    position            bigint  NOT NULL,
    line                integer NOT NULL,
    effective_on        date    NOT NULL,
    kind                text    NOT NULL,       -- written_off, reversed or split
    account_id          uuid    NOT NULL,
    document_kind       text    NOT NULL,
    document_id         uuid    NOT NULL,
    other_document_kind text    NOT NULL,
    other_document_id   uuid    NOT NULL,       -- the memo that did it, or the part
    amount_minor        numeric,                -- of a write-off: what was given up
    PRIMARY KEY (ledger_id, position, line)     -- prevents folding a mark twice
);
CREATE INDEX IF NOT EXISTS document_mark_by_document -- serves what became of a document
    ON document_mark (ledger_id, document_id, position);
CREATE INDEX IF NOT EXISTS document_mark_by_other    -- serves what a memo was made for
    ON document_mark (ledger_id, other_document_id, position);
