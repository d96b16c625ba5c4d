-- The accounts as their latest fact describes them.
CREATE TABLE IF NOT EXISTS account (
    ledger_id        text   NOT NULL,
    account_id       uuid   NOT NULL,
    number           text   NOT NULL,
    currency         text   NOT NULL,
    status           text   NOT NULL,
    parent_id        uuid,
    choices          jsonb  NOT NULL,           -- the policies it chooses before those of the ledger
    personal_id      uuid,
    details          jsonb  NOT NULL,
    created_position bigint NOT NULL,
    updated_position bigint NOT NULL,
    PRIMARY KEY (ledger_id, account_id),        -- prevents a second row of an account; serves joins
    UNIQUE (ledger_id, number)                  -- prevents two accounts of one number; serves look-ups by number
);
