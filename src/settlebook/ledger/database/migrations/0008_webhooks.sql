-- Webhooks: who wants to be told of events, how far each was told, and what could not be delivered. They are no part of
-- the history: an event is kept in the log alone, and a webhook knows its position.

CREATE SCHEMA IF NOT EXISTS api;
GRANT USAGE ON SCHEMA api TO settlebook_app;

CREATE TABLE api.webhook (
    ledger_id      text        NOT NULL,
    webhook_id     uuid        NOT NULL,
    version        int         NOT NULL DEFAULT 1,           -- of what its owner chose: another one is not edited unawares
    url            text        NOT NULL CHECK (url ~ '^https?://'),
    description    text,
    types          text[]      NOT NULL,                     -- as they were named; none: every event
    account_id     uuid,                                     -- only events in which it takes part; null: all
    state          text        NOT NULL CHECK (state IN ('active', 'paused')),
    paused_because text,
    epoch_id       uuid        NOT NULL,                     -- the history in which the position is one
    position       bigint      NOT NULL CHECK (position >= 0), -- up to here all is delivered or in the dead letters
    tries          int         NOT NULL DEFAULT 0,           -- in vain, of the next event
    given_up       int         NOT NULL DEFAULT 0,           -- events one after another that became dead letters
    due_at         timestamptz NOT NULL DEFAULT '-infinity', -- nothing is sent before
    problem        text,                                     -- of the last try, while it was in vain
    worker         uuid,                                     -- who delivers, until it falls silent
    leased_until   timestamptz,
    ran_at         timestamptz NOT NULL DEFAULT '-infinity', -- serves fairness: the one that waited longest is next
    created_by     text        NOT NULL,
    created_at     timestamptz NOT NULL DEFAULT now(),
    changed_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (ledger_id, webhook_id),
    CHECK ((worker IS NULL) = (leased_until IS NULL))
);

-- What signs its deliveries: the newest, and those before it until they end. As they are, since a signature needs them:
-- who can read this table, or the keys of tokens beside it, can sign as the server.
CREATE TABLE api.webhook_secret (
    ledger_id  text        NOT NULL,
    webhook_id uuid        NOT NULL,
    secret     text        NOT NULL,
    made_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    ends_at    timestamptz,
    PRIMARY KEY (ledger_id, webhook_id, secret),
    FOREIGN KEY (ledger_id, webhook_id) REFERENCES api.webhook ON DELETE CASCADE
);

-- Each try, the last thousand or so of a webhook.
CREATE TABLE api.webhook_delivery (
    ledger_id    text        NOT NULL,
    webhook_id   uuid        NOT NULL,
    delivery_id  bigint      GENERATED ALWAYS AS IDENTITY,
    position     bigint      NOT NULL,
    topic        text        NOT NULL,
    try          int         NOT NULL,                       -- from 1
    sent_at      timestamptz NOT NULL,
    milliseconds int         NOT NULL,
    status       int,                                        -- of the answer, if there was one
    problem      text,                                       -- null: delivered
    PRIMARY KEY (ledger_id, webhook_id, delivery_id),
    FOREIGN KEY (ledger_id, webhook_id) REFERENCES api.webhook ON DELETE CASCADE
);

-- Events that were given up, so that later ones could go on: kept until somebody has them sent again or discards them.
CREATE TABLE api.webhook_dead_letter (
    ledger_id  text        NOT NULL,
    webhook_id uuid        NOT NULL,
    position   bigint      NOT NULL,
    topic      text        NOT NULL,
    tries      int         NOT NULL,
    status     int,
    problem    text        NOT NULL,
    is_due     boolean     NOT NULL DEFAULT false,           -- somebody wants it to be sent again
    created_at timestamptz NOT NULL DEFAULT now(),
    tried_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (ledger_id, webhook_id, position),
    FOREIGN KEY (ledger_id, webhook_id) REFERENCES api.webhook ON DELETE CASCADE
);
-- Serves delivering again: few of them are due.
CREATE INDEX dead_letter_due ON api.webhook_dead_letter (ledger_id, webhook_id, position) WHERE is_due;

-- Requests under a key, with what was answered: the same again for the same request.
CREATE TABLE api.webhook_request (
    ledger_id text        NOT NULL,
    client_id text        NOT NULL,
    key       text        NOT NULL,
    digest    bytea       NOT NULL,
    answer    text        NOT NULL,                          -- JSON
    made_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (ledger_id, client_id, key)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON api.webhook, api.webhook_secret, api.webhook_delivery, api.webhook_dead_letter
    TO settlebook_app;
GRANT SELECT, INSERT ON api.webhook_request TO settlebook_app;
