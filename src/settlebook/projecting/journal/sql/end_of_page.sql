-- The last event of a page that holds so many bytes at most, and one event at least. Mostly all of the range fits, and
-- sizes need not be added up event by event.
SELECT CASE WHEN sum(octet_length(state)) <= :bytes THEN max(position)
            ELSE (SELECT coalesce(max(position) FILTER (WHERE bytes <= :bytes), min(position))
                    FROM (SELECT position, sum(octet_length(state)) OVER (ORDER BY position) AS bytes
                            FROM log.event
                           WHERE ledger_id = :ledger AND position > :after AND position <= :upto) AS page) END
  FROM log.event
 WHERE ledger_id = :ledger AND position > :after AND position <= :upto;
