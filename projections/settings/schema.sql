-- What the ledger chooses, as its latest fact says; no row while it chose nothing.
CREATE TABLE IF NOT EXISTS settings (
    ledger_id        text   NOT NULL,
    settings_id      uuid   NOT NULL,
    settings         jsonb  NOT NULL,
    created_position bigint NOT NULL,
    updated_position bigint NOT NULL,
    PRIMARY KEY (ledger_id, settings_id)        -- prevents a second row of a ledger
);
