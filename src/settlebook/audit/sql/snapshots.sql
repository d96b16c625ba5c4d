-- The states that are kept of streams and that this version of Settlebook would read.
SELECT stream_id, stream_version, state
  FROM log.snapshot
 WHERE ledger_id = :ledger AND format = :format
 ORDER BY stream_id
