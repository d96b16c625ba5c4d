-- Every ledger of the log: how far the read models of that name are, and how far the log is (null: its head was lost).
SELECT ledger_id, coalesce(progress.position, 0), log_head.position
  FROM log.log_head
  FULL JOIN (SELECT ledger_id, position FROM progress WHERE model = :model) AS progress USING (ledger_id)
 WHERE log_head.ledger_id IS NOT NULL
    OR EXISTS (SELECT FROM log.event WHERE event.ledger_id = progress.ledger_id)
 ORDER BY ledger_id;
