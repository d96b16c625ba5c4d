-- A page of the log with the actor of each event: so many events, and so many bytes or one event.
-- `:account` is the text of an id. What does not hold it is left out, but for topics that name no account themselves.
-- The actor is looked up event by event: a page is small, however many commands there are.
SELECT stream_id, stream_version, topic, state, position, recorded_at, command_id,
       (SELECT command.actor FROM log.command AS command
         WHERE command.ledger_id = :ledger AND command.command_id = page.command_id) AS actor
  FROM (SELECT event.stream_id, event.stream_version, event.topic, event.state, event.position, event.recorded_at,
               event.command_id,
               sum(octet_length(event.state)) OVER (ORDER BY event.position) - octet_length(event.state) AS bytes_before
          FROM log.event AS event
         WHERE event.ledger_id = :ledger AND event.position > :after AND event.position <= :upto
           AND (cardinality(:topics::text[]) = 0 OR event.topic = ANY (:topics::text[]))
           AND (:account::bytea IS NULL OR event.topic = ANY (:silent::text[])
                OR position(:account::bytea IN event.state) > 0)
         ORDER BY event.position
         LIMIT :limit) AS page
 WHERE bytes_before < :bytes
 ORDER BY position;
