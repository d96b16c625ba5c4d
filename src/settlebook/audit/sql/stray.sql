-- The first rows of the log that a look from position to position could pass over: events and commands that stand twice,
-- which nobody can bring about who leaves the primary keys alone, and events that stand before position 1, or nowhere.
(SELECT position, 'the log' AS what, 'one event at each position from 1 on' AS expected,
        count(*) || ' at ' || coalesce(position::text, 'none') AS found
   FROM log.event
  WHERE ledger_id = :ledger
  GROUP BY position
 HAVING count(*) > 1 OR (position > 0) IS NOT TRUE
  ORDER BY position NULLS FIRST
  LIMIT 1)
UNION ALL
(SELECT min(first_position), 'command ' || replace(command_id::text, '-', ''), 'one', count(*)::text
   FROM log.command
  WHERE ledger_id = :ledger
  GROUP BY command_id
 HAVING count(*) > 1
  ORDER BY min(first_position)
  LIMIT 1)
