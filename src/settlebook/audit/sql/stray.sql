-- The first rows of the log that a look from position to position could pass over: events and commands that stand twice,
-- which nobody can bring about who leaves the primary keys alone; events that stand before position 1, or nowhere; and
-- blocks that stand nowhere.
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
UNION ALL
(SELECT first_position, 'the seals', 'blocks from 1 on', 'a block without a number'
   FROM log.seal
  WHERE ledger_id = :ledger AND (block > 0) IS NOT TRUE
  ORDER BY first_position
  LIMIT 1)
