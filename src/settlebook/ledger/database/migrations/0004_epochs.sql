-- Epochs: a ledger that was put back from a file or a backup may go on differently than it once did. Its position
-- alone does not tell a reader of the log, who would take another history for the one he knows; the epoch does.

CREATE TABLE log.epoch (
    ledger_id text        NOT NULL,
    number    int         NOT NULL CHECK (number > 0),
    epoch_id  uuid        NOT NULL,
    reason    text        NOT NULL CHECK (reason IN ('created', 'restored')),
    after     bigint      NOT NULL CHECK (after >= 0),  -- it began after this position: the events up to here are older
    began_at  timestamptz NOT NULL,
    PRIMARY KEY (ledger_id, number),
    UNIQUE (ledger_id, epoch_id),
    CHECK ((number = 1) = (reason = 'created'))
);

-- Ledgers that there are: the first event is theirs alone, so two copies of one ledger get the same first epoch.
INSERT INTO log.epoch (ledger_id, number, epoch_id, reason, after, began_at)
SELECT head.ledger_id, 1,
       CASE WHEN first.command_id IS NULL THEN gen_random_uuid()
            ELSE encode(substring(sha256(convert_to(concat_ws(' ', 'epoch', head.ledger_id, first.command_id), 'UTF8'))
                                  FOR 16), 'hex')::uuid END,
       'created', 0, coalesce(first.recorded_at, head.recorded_at)
  FROM log.log_head AS head
  LEFT JOIN log.event AS first ON first.ledger_id = head.ledger_id AND first.position = 1;

-- Ledgers to come: the first epoch begins with their head. With the owner's rights, since the app may not add epochs.
CREATE FUNCTION log.begin_first_epoch() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO log.epoch (ledger_id, number, epoch_id, reason, after, began_at)
    VALUES (NEW.ledger_id, 1, gen_random_uuid(), 'created', 0, NEW.recorded_at)
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;

CREATE TRIGGER begins_an_epoch AFTER INSERT ON log.log_head
    FOR EACH ROW EXECUTE FUNCTION log.begin_first_epoch();

-- What began has begun. Only an epoch in which nothing was recorded can give way, to those of a log that is imported.
CREATE FUNCTION log.refuse_ending() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM log.event WHERE event.ledger_id = OLD.ledger_id)
       OR EXISTS (SELECT FROM log.command WHERE command.ledger_id = OLD.ledger_id) THEN
        RAISE EXCEPTION 'the epochs of a ledger that holds something are kept' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN OLD;
END
$$;

CREATE TRIGGER append_only BEFORE UPDATE OR TRUNCATE ON log.epoch
    FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change();
CREATE TRIGGER kept BEFORE DELETE ON log.epoch
    FOR EACH ROW EXECUTE FUNCTION log.refuse_ending();
ALTER TABLE log.epoch ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE log.epoch ENABLE ALWAYS TRIGGER kept;

REVOKE ALL ON FUNCTION log.begin_first_epoch, log.refuse_ending FROM PUBLIC;
GRANT SELECT ON log.epoch TO settlebook_app;
