-- One state a stream, the latest; whoever is slower leaves the newer one. The older goes first: it is counted.
WITH gone AS (
    DELETE FROM log.snapshot
     WHERE ledger_id = :ledger_id AND stream_id = :stream_id
       AND (stream_version <= :stream_version OR format <> :format)
    RETURNING stream_id
)
INSERT INTO log.snapshot (ledger_id, stream_id, stream_version, format, state)
SELECT :ledger_id, :stream_id, :stream_version, :format, :state
 WHERE (SELECT count(*) FROM gone) >= 0
ON CONFLICT DO NOTHING
