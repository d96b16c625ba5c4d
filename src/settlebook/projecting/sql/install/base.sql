-- How far the read models of this schema are, and which SQL they were made by.
CREATE TABLE IF NOT EXISTS progress (
    ledger_id text   NOT NULL,
    model     text   NOT NULL,
    position  bigint NOT NULL CHECK (position >= 0), -- prevents a place before the log
    measured  bigint NOT NULL DEFAULT 0,             -- the position when the tables were last measured for the planner
    PRIMARY KEY (ledger_id, model)                   -- prevents two positions of a model; serves its lock
) WITH (fillfactor = 10);                            -- written at every page: room for the next version beside it

CREATE TABLE IF NOT EXISTS installed (
    name      text   NOT NULL,
    digest    text   NOT NULL,
    relations text[] NOT NULL,                       -- of a user's read model: what it created
    PRIMARY KEY (name)                               -- prevents two versions of one thing
);
