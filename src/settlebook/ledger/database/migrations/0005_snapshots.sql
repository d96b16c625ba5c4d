-- Snapshots: the states of long streams, so that to read one is not to fold all its events. They are no part of the
-- history: made from it, held against it by `verify log`, and gone or made again at any time.

CREATE TABLE log.snapshot (
    ledger_id      text  NOT NULL,
    stream_id      uuid  NOT NULL,
    stream_version int   NOT NULL CHECK (stream_version > 0),  -- the state is that after this event of the stream
    format         text  NOT NULL,  -- digest of the code that makes states; what another made is not read
    state          bytea NOT NULL,  -- the kind of the state, a blank, and the state as JSON
    PRIMARY KEY (ledger_id, stream_id)
);

GRANT SELECT, INSERT, DELETE ON log.snapshot TO settlebook_app;
