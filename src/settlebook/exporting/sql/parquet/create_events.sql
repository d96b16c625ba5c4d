-- The log as it is exported, up to :upto and :day: the state is JSON in UTF-8, so it is text.
CREATE TEMPORARY VIEW exported_event AS
SELECT ledger_id, position, stream_id, stream_version, topic, effective_on, recorded_at, command_id,
       convert_from(state, 'UTF8') AS state
  FROM log.event
 WHERE ledger_id = :ledger AND position <= :upto AND (:day::date IS NULL OR effective_on <= :day);
