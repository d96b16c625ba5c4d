-- What was added to each stream since the version known of it.
SELECT event.stream_id, event.stream_version, event.topic, event.state, event.position, event.recorded_at,
       event.command_id
  FROM unnest(:stream_ids::uuid[], :versions::int[]) AS known (stream_id, version)
  JOIN log.event ON event.ledger_id = :ledger_id
                AND event.stream_id = known.stream_id
                AND event.stream_version > known.version
 ORDER BY event.stream_id, event.stream_version
