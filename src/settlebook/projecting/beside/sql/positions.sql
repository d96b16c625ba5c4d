-- Every ledger of the log: how far the read models of that name are, and how far the log is.
SELECT log_head.ledger_id, coalesce(progress.position, 0), coalesce(log_head.position, 0)
  FROM log.log_head
  LEFT JOIN progress ON progress.ledger_id = log_head.ledger_id AND progress.model = :model
 ORDER BY log_head.ledger_id;
