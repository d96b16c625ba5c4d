-- A page of events in the order of the log, without those that are known to tell nothing of what is made.
SELECT position, topic, state
  FROM log.event
 WHERE ledger_id = :ledger AND position > :after AND position <= :upto AND topic <> ALL(:silent)
 ORDER BY position;
