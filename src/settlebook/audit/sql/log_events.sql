-- The next events of the log, in its order, with the actor of the command that recorded each: so many at most, and no
-- more of them than :bytes hold, since one may be large. (octet_length reads no large value.) A day or an instant that
-- no calendar of ours holds is none.
SELECT event.position, event.stream_id, event.topic, event.state,
       CASE WHEN event.effective_on BETWEEN '0001-01-01' AND '9999-12-31' THEN event.effective_on END AS effective_on,
       CASE WHEN event.recorded_at >= '0001-01-02' AND event.recorded_at < '9999-12-31' THEN event.recorded_at END
         AS recorded_at,
       event.command_id, command.actor
  FROM (SELECT page.*, sum(coalesce(octet_length(page.state), 0)) OVER (ORDER BY page.position)
                       - coalesce(octet_length(page.state), 0) AS bytes_before
          FROM log.event AS page
         WHERE page.ledger_id = :ledger AND page.position > coalesce(:after::bigint, 0)
         ORDER BY page.position
         LIMIT :most) AS event
  LEFT JOIN log.command AS command USING (ledger_id, command_id)
 WHERE event.bytes_before < :bytes
 ORDER BY event.position
