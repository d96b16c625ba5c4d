-- No row of the log lacks what it cannot be without: a command only its actor, personal content what was erased.
-- (num_nulls reads no large value.) A row that belongs to no ledger is told in each.
SELECT position, stream_id AS subject, 'a whole row of log.event' AS expected,
       num_nulls(ledger_id, position, stream_id, stream_version, topic, state, effective_on, recorded_at, command_id)
       || ' missing' AS found
  FROM log.event
 WHERE (ledger_id = :ledger OR ledger_id IS NULL)
   AND num_nulls(ledger_id, position, stream_id, stream_version, topic, state, effective_on, recorded_at, command_id) > 0
UNION ALL
SELECT first_position, command_id, 'a whole row of log.command',
       num_nulls(ledger_id, command_id, client, key, kind, request, outcome, first_position, last_position, recorded_at)
       || ' missing'
  FROM log.command
 WHERE (ledger_id = :ledger OR ledger_id IS NULL)
   AND num_nulls(ledger_id, command_id, client, key, kind, request, outcome, first_position, last_position, recorded_at) > 0
UNION ALL
SELECT NULL, id, 'a whole row of log.number', num_nulls(ledger_id, kind, number, id) || ' missing'
  FROM log.number
 WHERE (ledger_id = :ledger OR ledger_id IS NULL) AND num_nulls(ledger_id, kind, number, id) > 0
UNION ALL
SELECT NULL, id, 'a whole row of log.identity', num_nulls(ledger_id, id, kind, owner_id) || ' missing'
  FROM log.identity
 WHERE (ledger_id = :ledger OR ledger_id IS NULL) AND num_nulls(ledger_id, id, kind, owner_id) > 0
UNION ALL
SELECT NULL, personal_id, 'a whole row of log.personal', num_nulls(ledger_id, personal_id, owner_id) || ' missing'
  FROM log.personal
 WHERE (ledger_id = :ledger OR ledger_id IS NULL) AND num_nulls(ledger_id, personal_id, owner_id) > 0
UNION ALL
SELECT NULL, stream_id, 'a whole row of log.snapshot',
       num_nulls(ledger_id, stream_id, stream_version, format, state) || ' missing'
  FROM log.snapshot
 WHERE (ledger_id = :ledger OR ledger_id IS NULL) AND num_nulls(ledger_id, stream_id, stream_version, format, state) > 0
UNION ALL
SELECT NULL, '00000000-0000-0000-0000-000000000000', 'whole rows of log.' || name, missing || ' missing'
  FROM (SELECT 'log_head', ledger_id, num_nulls(ledger_id, position, recorded_at) FROM log.log_head
        UNION ALL
        SELECT 'number_sequence', ledger_id, num_nulls(ledger_id, kind, next) FROM log.number_sequence
        UNION ALL
        SELECT 'setting', ledger_id, num_nulls(ledger_id, name, value) FROM log.setting
        UNION ALL
        SELECT 'epoch', ledger_id, num_nulls(ledger_id, number, epoch_id, reason, after, began_at) FROM log.epoch
        UNION ALL
        SELECT 'seal', ledger_id,
               num_nulls(ledger_id, block, format, first_position, last_position, merkle_root, previous_hash, block_hash,
                         sealed_at, leaf_hashes)
          FROM log.seal) AS other (name, ledger_id, missing)
 WHERE missing > 0 AND (ledger_id = :ledger OR ledger_id IS NULL)
 ORDER BY 1, 3
