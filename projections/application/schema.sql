-- The history itself is the journal: journal_application, journal_refund, what was transferred and canceled, and their
-- postings.

-- What of each application has not been taken back yet, pair by pair: what an undo can still take.
CREATE TABLE IF NOT EXISTS application_lot (
    ledger_id       text   NOT NULL,
    application_id  uuid   NOT NULL,
    source_id       uuid   NOT NULL,
    document_id     uuid   NOT NULL,
    source_item_id  uuid,                       -- null for payments
    item_id         uuid   NOT NULL,
    currency        text   NOT NULL,
    applied_minor   bigint NOT NULL,
    remaining_minor bigint NOT NULL,
    UNIQUE NULLS NOT DISTINCT (ledger_id, application_id, item_id, source_item_id) -- prevents two rows of a pair; serves items
);

-- What one command applied, unapplied, transferred and refunded belongs together; the id is the command's.
CREATE TABLE IF NOT EXISTS application_group (
    ledger_id        text   NOT NULL,
    group_id         uuid   NOT NULL,
    operated_on      date   NOT NULL,           -- the first effective day of its applications
    created_position bigint NOT NULL,
    updated_position bigint NOT NULL,
    PRIMARY KEY (ledger_id, group_id)           -- prevents a second row of a command
);
