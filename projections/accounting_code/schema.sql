-- The accounting codes that are registered, as their latest fact describes them.
CREATE TABLE IF NOT EXISTS accounting_code (
    ledger_id        text   NOT NULL,
    code_id          uuid   NOT NULL,
    name             text   NOT NULL,
    type             text   NOT NULL,
    status           text   NOT NULL,
    gl_name          text,
    gl_number        text,
    details          jsonb  NOT NULL,
    created_position bigint NOT NULL,
    updated_position bigint NOT NULL,
    PRIMARY KEY (ledger_id, code_id),           -- prevents a second row of a code
    UNIQUE (ledger_id, name)                    -- prevents two codes of one name; serves the codes of journal entries
);

-- The code that the descriptive fields of a row, document or payment name; null where they name none.
CREATE OR REPLACE FUNCTION named_code(details jsonb, field text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(nullif(details #>> ARRAY['financeInformation', field], ''), nullif(details ->> field, ''))
$$;
