-- How streams began.
SELECT stream_id, topic, state
  FROM log.event
 WHERE ledger_id = :ledger AND stream_id = ANY (:streams::uuid[]) AND stream_version = 1;
