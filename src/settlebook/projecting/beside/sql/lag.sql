-- How far a read model is, how many events it is behind, and how many seconds ago the first of them was recorded.
SELECT folded.position, log_head.position - folded.position,
       coalesce(extract(epoch FROM clock_timestamp() - next.recorded_at), 0)::bigint
  FROM log.log_head
 CROSS JOIN LATERAL (SELECT coalesce((SELECT progress.position FROM :"schema".progress
                                       WHERE progress.ledger_id = :ledger AND progress.model = :model), 0) AS position)
         AS folded
  LEFT JOIN log.event AS next ON next.ledger_id = :ledger AND next.position = folded.position + 1
 WHERE log_head.ledger_id = :ledger;
