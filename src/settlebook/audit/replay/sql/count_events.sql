-- How many events there are to replay.
SELECT count(*)
  FROM log.event
 WHERE ledger_id = :ledger AND position <= :upto
   AND (:streams::uuid[] IS NULL OR stream_id = ANY (:streams::uuid[]))
