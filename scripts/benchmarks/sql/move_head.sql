UPDATE log.log_head SET position = :position,
       recorded_at = (SELECT max(recorded_at) FROM log.event WHERE ledger_id = :ledger)
 WHERE ledger_id = :ledger;
