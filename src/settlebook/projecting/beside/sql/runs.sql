-- What is rebuilt, and whether somebody is at it: if not, it was killed.
SELECT model, began_at, stage, reached, goal, rate, stop,
       EXISTS (SELECT FROM pg_locks
                WHERE locktype = 'advisory' AND objsubid = 1 AND granted AND mode = 'ExclusiveLock'
                  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                  AND (classid::bigint << 32 | objid::bigint)
                      = hashtextextended('settlebook rebuilds ' || model, 0)) AS is_running
  FROM rebuilding.run
 ORDER BY model;
