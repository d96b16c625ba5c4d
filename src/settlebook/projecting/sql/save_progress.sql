-- The new position; true where the log has doubled since the tables were last measured for the planner.
UPDATE progress
   SET position = :upto,
       measured = CASE WHEN :upto >= 2 * measured + 200 THEN :upto ELSE measured END
 WHERE ledger_id = :ledger AND model = :model
RETURNING measured = position;
