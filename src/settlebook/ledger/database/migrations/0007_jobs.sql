-- Jobs: what the API was asked for and is carried out after the answer, by whichever server is free. They are no part
-- of the history: the commands they send are, each under a key made of the job, so that a job begun twice settles once.

CREATE SCHEMA IF NOT EXISTS api;
GRANT USAGE ON SCHEMA api TO settlebook_app;

CREATE TABLE api.job (
    ledger_id    text        NOT NULL,
    job_id       uuid        NOT NULL,
    kind         text        NOT NULL CHECK (kind <> ''),    -- what is to be done: AsyncPaymentApply, PaymentRun, DataQuery
    number       text,                                       -- what people call it, where it has a name
    client_id    text        NOT NULL,                       -- who asked, and whose idempotency keys count
    actor        text        NOT NULL,
    account_id   uuid,                                       -- the only account it is about, if it is about one
    about        uuid,                                       -- what it is about, where that was there before
    request      text,                                       -- JSON; gone once it is done, where it may be personal
    digest       bytea       NOT NULL,                       -- of the request: the same key means the same request
    state        text        NOT NULL CHECK (state IN ('pending', 'running', 'done', 'failed', 'canceled')),
    created_at   timestamptz NOT NULL DEFAULT now(),
    due_at       timestamptz NOT NULL DEFAULT now(),         -- not begun before
    changed_at   timestamptz NOT NULL DEFAULT now(),
    begun_at     timestamptz,
    ended_at     timestamptz,
    expires_at   timestamptz,                                -- taken away then; null: kept
    worker       uuid,                                       -- who has it in hand
    leased_until timestamptz,                                -- whose worker is silent for longer is begun by another
    tries        int         NOT NULL DEFAULT 0,
    result       text,                                       -- JSON, as what follows
    error        text,
    row_count    bigint,
    PRIMARY KEY (ledger_id, job_id),
    UNIQUE (ledger_id, kind, number),                        -- no two runs of one name
    CHECK ((worker IS NULL) = (leased_until IS NULL)),
    CHECK ((state IN ('done', 'failed', 'canceled')) = (ended_at IS NOT NULL))
);

-- Serves claiming: the oldest that waits, or whose worker fell silent.
CREATE INDEX job_to_do ON api.job (ledger_id, kind, due_at) WHERE state IN ('pending', 'running');
-- Serves lists of one kind, newest first.
CREATE INDEX job_of_kind ON api.job (ledger_id, kind, created_at);
-- Serves tidying up.
CREATE INDEX job_expiring ON api.job (expires_at) WHERE expires_at IS NOT NULL;

-- The file that a job made, in pieces in their order: no piece is too large to be held in memory.
CREATE TABLE api.job_chunk (
    ledger_id text   NOT NULL,
    job_id    uuid   NOT NULL,
    number    int    NOT NULL CHECK (number >= 0),
    bytes     bytea  NOT NULL,
    PRIMARY KEY (ledger_id, job_id, number),
    FOREIGN KEY (ledger_id, job_id) REFERENCES api.job ON DELETE CASCADE
);
-- Files are packed already, or not worth packing.
ALTER TABLE api.job_chunk ALTER COLUMN bytes SET STORAGE EXTERNAL;

GRANT SELECT, INSERT, UPDATE, DELETE ON api.job, api.job_chunk TO settlebook_app;
