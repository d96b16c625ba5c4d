-- Clients of the API: who they are, what signs their tokens, and which of their requests were sent twice. They are no
-- part of the history: an event keeps the name of its actor, and goes on doing so when the client is gone.

CREATE SCHEMA IF NOT EXISTS api;
GRANT USAGE ON SCHEMA api TO settlebook_app;

CREATE TABLE api.client (
    ledger_id   text        NOT NULL,
    client_id   text        NOT NULL CHECK (length(client_id) = 36),
    name        text        NOT NULL CHECK (name <> ''),   -- the actor of what it does
    role        text        NOT NULL CHECK (role IN ('viewer', 'operator', 'accountant', 'admin')),
    account_id  uuid,                                      -- the only one it may see and change; null: all
    secret_hash text        NOT NULL CHECK (secret_hash LIKE '$argon2id$%'),
    generation  int         NOT NULL DEFAULT 1,            -- tokens of an earlier one are worth nothing
    created_at  timestamptz NOT NULL DEFAULT now(),
    created_by  text        NOT NULL,
    rotated_at  timestamptz,                               -- when it was given a new secret
    revoked_at  timestamptz,
    PRIMARY KEY (ledger_id, client_id)
);

-- Of two clients of one name nobody could tell which did something; a name is free again once it is revoked.
CREATE UNIQUE INDEX client_name ON api.client (ledger_id, name) WHERE revoked_at IS NULL;

-- What signs tokens, for all servers of a ledger: a new one from time to time, the one before until its tokens end.
CREATE TABLE api.signing_key (
    ledger_id text        NOT NULL,
    key_id    uuid        NOT NULL,
    secret    bytea       NOT NULL CHECK (octet_length(secret) >= 32),
    made_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (ledger_id, key_id)
);

-- Requests that a client may send again by itself, for as long as they count as the same.
CREATE TABLE api.repeat (
    ledger_id   text        NOT NULL,
    client_id   text        NOT NULL,
    fingerprint bytea       NOT NULL CHECK (octet_length(fingerprint) = 32),  -- of its track id, method, path and body
    key         text        NOT NULL,                                         -- the idempotency key under which it is done
    until       timestamptz NOT NULL,
    PRIMARY KEY (ledger_id, client_id, fingerprint)
);
-- Serves tidying up.
CREATE INDEX repeat_ending ON api.repeat (until);

GRANT SELECT, INSERT, UPDATE ON api.client TO settlebook_app;
GRANT SELECT, INSERT, DELETE ON api.signing_key TO settlebook_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON api.repeat TO settlebook_app;
