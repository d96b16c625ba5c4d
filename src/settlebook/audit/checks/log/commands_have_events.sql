-- Every command that was done has all the events of its positions; one that was refused has none, and a place in the log.
-- One that found nothing to settle, or did none of its documents, was done without any, and says so.
WITH recorded AS (
    SELECT command_id, count(*) AS events FROM log.event WHERE ledger_id = :ledger GROUP BY command_id
), kept AS MATERIALIZED (
    SELECT command_id, first_position, last_position, recorded_at,
           answer ? 'done' AS is_done, answer ? 'refused' AS is_refused,
           answer ? 'done' AND coalesce(answer #>> '{done,status}' NOT IN ('NothingToSettle', 'Refused'), true) AS has_events
      FROM (SELECT command.*, outcome::jsonb AS answer FROM log.command WHERE ledger_id = :ledger
            OFFSET 0) AS command -- read once: some are large
), ends AS (
    SELECT coalesce(max(position), 0) AS position FROM log.event WHERE ledger_id = :ledger
)
SELECT nullif(command.first_position, 0) AS position, command.command_id AS subject,
       CASE WHEN has_events THEN last_position - first_position + 1 || ' events' ELSE 'no event' END AS expected,
       concat_ws(' ', coalesce(recorded.events, 0), 'from', first_position, 'to', last_position) AS found
  FROM kept AS command
  LEFT JOIN recorded USING (command_id)
 WHERE CASE WHEN has_events THEN coalesce(recorded.events, 0) <> last_position - first_position + 1
            ELSE recorded.events IS NOT NULL OR first_position <> last_position END
    OR is_done = is_refused
    OR last_position > (SELECT position FROM ends)
    OR command.recorded_at < (SELECT recorded_at FROM log.event
                               WHERE ledger_id = :ledger AND position = command.last_position)
 ORDER BY 1, 2
