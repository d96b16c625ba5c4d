-- Seals: what was recorded, hashed in blocks that follow each other. Kept for ever; docs/seals.md defines every byte.
--
-- Sealing reads committed events and adds rows here; it takes no lock that an append would wait for.

CREATE TABLE log.seal (
    ledger_id      text        NOT NULL,
    block          bigint      NOT NULL CHECK (block > 0),     -- 1, 2, 3 without gaps
    format         int         NOT NULL CHECK (format > 0),    -- of the canonical bytes: which version was hashed
    first_position bigint      NOT NULL CHECK (first_position > 0),
    last_position  bigint      NOT NULL,
    merkle_root    bytea       NOT NULL CHECK (octet_length(merkle_root) = 32),
    previous_hash  bytea       NOT NULL CHECK (octet_length(previous_hash) = 32), -- zeros in block 1
    block_hash     bytea       NOT NULL CHECK (octet_length(block_hash) = 32),    -- of the header, which holds all above
    sealed_at      timestamptz NOT NULL,                        -- in the header too
    leaf_hashes    bytea       NOT NULL,                        -- 32 bytes an event: they name the one that was changed
    PRIMARY KEY (ledger_id, block),                             -- of two who seal at once, only one makes a block
    UNIQUE (ledger_id, first_position),                         -- prevents two blocks of the same events; serves proofs
    CHECK (first_position <= last_position),
    CHECK (octet_length(leaf_hashes) = 32 * (last_position - first_position + 1))
);

-- Hashes cannot be compressed: stored as they are, without trying.
ALTER TABLE log.seal ALTER COLUMN leaf_hashes SET STORAGE EXTERNAL;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log.seal
    FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change();
ALTER TABLE log.seal ENABLE ALWAYS TRIGGER append_only;

GRANT SELECT, INSERT ON log.seal TO settlebook_app;
