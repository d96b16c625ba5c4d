-- The tables of the log as far as an application of a payment writes them, with the same keys; positions come
-- from a sequence, which nobody has to wait for.
CREATE SEQUENCE IF NOT EXISTS event_position;

CREATE TABLE IF NOT EXISTS event (
    ledger_id      text        NOT NULL,
    position       bigint      NOT NULL DEFAULT nextval('event_position'),
    stream_id      uuid        NOT NULL,
    stream_version int         NOT NULL,
    topic          text        NOT NULL,
    state          bytea       NOT NULL,
    effective_on   date        NOT NULL,
    recorded_at    timestamptz NOT NULL,
    command_id     uuid        NOT NULL,
    PRIMARY KEY (ledger_id, position),
    UNIQUE (ledger_id, stream_id, stream_version)
);

CREATE TABLE IF NOT EXISTS command (
    ledger_id      text        NOT NULL,
    command_id     uuid        NOT NULL,
    client         text        NOT NULL,
    key            text        NOT NULL,
    kind           text        NOT NULL,
    actor          text,
    request        text        NOT NULL,
    outcome        text        NOT NULL,
    first_position bigint      NOT NULL,
    last_position  bigint      NOT NULL,
    recorded_at    timestamptz NOT NULL,
    PRIMARY KEY (ledger_id, command_id),
    UNIQUE (ledger_id, client, key)
);

CREATE TABLE IF NOT EXISTS identity (
    ledger_id text NOT NULL,
    id        uuid NOT NULL,
    kind      text NOT NULL,
    owner_id  uuid NOT NULL,
    PRIMARY KEY (ledger_id, id)
);
