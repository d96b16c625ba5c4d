-- The new position; true where the tables have to be measured for the planner: the log has doubled since the last time,
-- or one command alone made many rows, of which the planner would think that they are few, and compare each with each.
UPDATE progress
   SET position = :upto,
       measured = CASE WHEN :upto >= 2 * measured + 200 THEN :upto ELSE measured END
 WHERE ledger_id = :ledger AND model = :model
RETURNING measured = position
       OR EXISTS (SELECT FROM pg_class
                   WHERE oid IN ('journal_item'::regclass, 'journal_posting'::regclass)
                     AND pg_relation_size(oid) > 2 * relpages * current_setting('block_size')::bigint + 250000);
