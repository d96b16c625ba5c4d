-- Every command that was done has all the events of its positions; one that was refused has none, and a place in the log.
WITH recorded AS (
    SELECT command_id, count(*) AS events FROM log.event WHERE ledger_id = :ledger GROUP BY command_id
)
SELECT nullif(command.first_position, 0) AS position, command.command_id AS subject,
       CASE WHEN command.outcome::jsonb ? 'done' THEN last_position - first_position + 1 || ' events' ELSE 'no event' END AS expected,
       concat_ws(' ', coalesce(recorded.events, 0), 'from', first_position, 'to', last_position) AS found
  FROM log.command AS command
  LEFT JOIN recorded USING (command_id)
 WHERE command.ledger_id = :ledger
   AND (CASE WHEN command.outcome::jsonb ? 'done' THEN coalesce(recorded.events, 0) <> last_position - first_position + 1
             ELSE recorded.events IS NOT NULL OR first_position <> last_position END
        OR command.outcome::jsonb ? 'done' = command.outcome::jsonb ? 'refused'
        OR last_position > (SELECT coalesce(max(position), 0) FROM log.event WHERE ledger_id = :ledger)
        OR command.recorded_at < (SELECT recorded_at FROM log.event
                                   WHERE ledger_id = :ledger AND position = command.last_position))
 ORDER BY 1, 2
