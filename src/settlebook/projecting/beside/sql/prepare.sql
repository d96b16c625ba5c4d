-- Where old tables are kept, and the register of who builds what. (Each rebuild makes a schema for what it builds.)
-- Readers have no right to anything of it; the app may look at the register and ask for a stop.
CREATE SCHEMA IF NOT EXISTS read_kept;
CREATE SCHEMA IF NOT EXISTS added_kept;
CREATE SCHEMA IF NOT EXISTS rebuilding;

CREATE TABLE IF NOT EXISTS rebuilding.run (
    model     text        NOT NULL,
    began_at  timestamptz NOT NULL,
    stage     text        NOT NULL,             -- building, comparing, swapping: what it is at
    reached   bigint      NOT NULL,             -- events built so far, of all ledgers
    goal      bigint      NOT NULL,
    rate      bigint      NOT NULL,             -- events a second
    stop      boolean     NOT NULL,             -- somebody asked it to end
    PRIMARY KEY (model)                         -- prevents two that build the same tables
);

CREATE TABLE IF NOT EXISTS rebuilding.kept (
    schema    text        NOT NULL,             -- where it was live: read or added
    name      text        NOT NULL,
    model     text        NOT NULL,
    kept_at   timestamptz NOT NULL,
    PRIMARY KEY (schema, name)                  -- prevents two old versions of a table
);

GRANT USAGE ON SCHEMA rebuilding TO settlebook_app;
GRANT SELECT, UPDATE (stop) ON rebuilding.run TO settlebook_app;
GRANT SELECT ON rebuilding.kept TO settlebook_app;
