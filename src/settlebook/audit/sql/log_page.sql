-- A page of the log, in commit order.
SELECT position, stream_id, stream_version, topic, state, effective_on, command_id
  FROM log.event
 WHERE ledger_id = :ledger AND position > :after AND position <= :upto
 ORDER BY position
 LIMIT :size
