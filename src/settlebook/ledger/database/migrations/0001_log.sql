-- The log: what happened, what was asked and answered, and who may write where. Kept for ever.
--
-- Every key begins with ledger_id: one database holds many ledgers, and none of them can see another's order.
-- Run by settlebook_owner, once, under the lock on log.migration.

-- Order and lock of each ledger in one row: an append takes its positions here, and holds the row until it
-- commits. So positions have no gaps and become visible in their order. Readers have no right on it.
CREATE TABLE log.log_head (
    ledger_id   text        NOT NULL,
    position    bigint      NOT NULL CHECK (position >= 0),
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (ledger_id)
) WITH (fillfactor = 10);  -- its one row is written at every append: room for the next version beside it

CREATE TABLE log.event (
    ledger_id      text        NOT NULL,
    position       bigint      NOT NULL CHECK (position > 0),
    stream_id      uuid        NOT NULL,
    stream_version int         NOT NULL CHECK (stream_version > 0),
    topic          text        NOT NULL,  -- which fact, in which version of its meaning: payment.applied.v1
    state          bytea       NOT NULL,  -- the fact as JSON in UTF-8, fields that are None left out
    effective_on   date        NOT NULL,  -- the accounting day, chosen
    recorded_at    timestamptz NOT NULL,  -- the instant it was recorded; never earlier than the one before
    command_id     uuid        NOT NULL,
    PRIMARY KEY (ledger_id, position),
    UNIQUE (ledger_id, stream_id, stream_version)  -- of two who saw the same state, only one can write on it
);

CREATE TABLE log.command (
    ledger_id      text        NOT NULL,
    command_id     uuid        NOT NULL,
    client         text        NOT NULL,
    key            text        NOT NULL,  -- the idempotency key; a generated one where none was given
    kind           text        NOT NULL,  -- what was asked: payment.apply
    actor          text,
    request        text        NOT NULL,  -- canonical JSON, as it was written; personal fields as salted hashes
    outcome        text        NOT NULL,  -- JSON, as it was written: {"done": ...} or {"refused": ...}
    first_position bigint      NOT NULL,  -- of its events; without events both are the head it was decided on
    last_position  bigint      NOT NULL,
    recorded_at    timestamptz NOT NULL,
    PRIMARY KEY (ledger_id, command_id),
    UNIQUE (ledger_id, client, key),  -- a key belongs to one request for ever
    CHECK (first_position <= last_position)
);

-- Numbers are unique by kind: INV00000001, P-00000001.
CREATE TABLE log.number (
    ledger_id text NOT NULL,
    kind      text NOT NULL,
    number    text NOT NULL,
    id        uuid NOT NULL,
    PRIMARY KEY (ledger_id, kind, number)
);

-- Ids are unique in the ledger, whatever they name; owner_id is the stream that tells of them.
CREATE TABLE log.identity (
    ledger_id text NOT NULL,
    id        uuid NOT NULL,
    kind      text NOT NULL,
    owner_id  uuid NOT NULL,
    PRIMARY KEY (ledger_id, id)
);

CREATE TABLE log.number_sequence (
    ledger_id text   NOT NULL,
    kind      text   NOT NULL,
    next      bigint NOT NULL CHECK (next > 0),
    PRIMARY KEY (ledger_id, kind)
);

-- What may have to be forgotten. Events and requests hold the id and a salted hash; without the salt, which is
-- erased with the content, the hash tells nothing.
CREATE TABLE log.personal (
    ledger_id   text NOT NULL,
    personal_id uuid NOT NULL,
    owner_id    uuid NOT NULL,
    salt        bytea,
    content     jsonb,  -- null as well where only a request's hashes need the salt
    erased_at   timestamptz,
    PRIMARY KEY (ledger_id, personal_id),
    CHECK ((salt IS NULL) = (erased_at IS NOT NULL)),
    CHECK (erased_at IS NULL OR content IS NULL)
);

-- Serves the erasure of all that is kept of one owner.
CREATE INDEX personal_by_owner ON log.personal (ledger_id, owner_id);

-- Chosen once per ledger, never changed: time_zone.
CREATE TABLE log.setting (
    ledger_id text NOT NULL,
    name      text NOT NULL,
    value     text NOT NULL,
    PRIMARY KEY (ledger_id, name)
);

CREATE FUNCTION log.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%.% is append-only: % is refused', TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege',
              HINT = 'A wrong entry is answered by a new one.';
END
$$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log.event
    FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log.command
    FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log.number
    FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log.identity
    FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log.setting
    FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change();
CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON log.personal
    FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change();

-- Of personal content, one change only: to erase it.
CREATE FUNCTION log.refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'personal content is erased, never rewritten' USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER only_erased BEFORE UPDATE ON log.personal FOR EACH ROW
    WHEN (NEW.erased_at IS NULL OR OLD.erased_at IS NOT NULL OR NEW.owner_id <> OLD.owner_id
          OR NEW.personal_id <> OLD.personal_id OR NEW.ledger_id <> OLD.ledger_id)
    EXECUTE FUNCTION log.refuse_rewriting();

-- Also where a session plays the part of a replica, which would leave ordinary triggers out.
ALTER TABLE log.event    ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE log.command  ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE log.number   ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE log.identity ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE log.setting  ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE log.personal ENABLE ALWAYS TRIGGER never_deleted;
ALTER TABLE log.personal ENABLE ALWAYS TRIGGER only_erased;

-- The app writes by adding. The reader has nothing here: what it may see is in the schemas of the read models.
GRANT USAGE ON SCHEMA log TO settlebook_app;
GRANT SELECT ON log.migration TO settlebook_app;
GRANT SELECT, INSERT ON log.log_head, log.event, log.command, log.number, log.identity, log.number_sequence,
                        log.personal, log.setting TO settlebook_app;
GRANT UPDATE (position, recorded_at) ON log.log_head TO settlebook_app;
GRANT UPDATE (next) ON log.number_sequence TO settlebook_app;
GRANT UPDATE (content, salt, erased_at) ON log.personal TO settlebook_app;

-- What was erased is taken out of the files at once where a server lets others vacuum (from version 17).
DO $$
BEGIN
    IF current_setting('server_version_num')::int >= 170000 THEN
        EXECUTE 'GRANT MAINTAIN ON log.personal TO settlebook_app';
    END IF;
END
$$;

-- The read models live beside the log; whoever installs them grants what their tables need.
CREATE SCHEMA read;
GRANT USAGE ON SCHEMA read TO settlebook_app, settlebook_reader;
