-- Positions are gapless and become visible in their order, so a page is complete up to its last position.
SELECT stream_id, stream_version, topic, state, position, recorded_at, command_id
  FROM log.event
 WHERE ledger_id = :ledger_id
   AND position > :after
   AND position <= coalesce(:upto::bigint, 9223372036854775807)
   AND (cardinality(:topics::text[]) = 0 OR topic = ANY (:topics::text[]))
 ORDER BY position
 LIMIT :limit
