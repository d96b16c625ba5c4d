-- The next events of the log in their order, as the bytes that PostgreSQL sends them in: at most so many, and no more of
-- them than :bytes hold, since one may be large. (octet_length reads no large value.)
SELECT position, uuid_send(stream_id), stream_version, topic, date_send(effective_on), timestamptz_send(recorded_at),
       uuid_send(command_id), state
  FROM (SELECT event.*, sum(coalesce(octet_length(state), 0)) OVER (ORDER BY position)
                       - coalesce(octet_length(state), 0) AS bytes_before
          FROM log.event
         WHERE ledger_id = :ledger AND position > :after AND position <= :upto
         ORDER BY position
         LIMIT :most) AS event
 WHERE bytes_before < :bytes
 ORDER BY position
