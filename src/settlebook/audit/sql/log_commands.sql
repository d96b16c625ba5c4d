-- The next commands that are kept, by id, as each is answered again, with the first position it names: so many at most,
-- and no more of them than :bytes hold, since one may be large. (octet_length reads no large value.)
SELECT command.client, command.key, command.kind, command.command_id, command.request, command.outcome,
       command.last_position, NULL::bytea AS salt, nullif(command.first_position, 0) AS first_position
  FROM (SELECT page.*, sum(bytes) OVER (ORDER BY page.command_id) - bytes AS bytes_before
          FROM log.command AS page
         CROSS JOIN LATERAL (SELECT coalesce(octet_length(page.request), 0) + coalesce(octet_length(page.outcome), 0))
                         AS large (bytes)
         WHERE page.ledger_id = :ledger AND page.command_id > coalesce(:after::uuid, '00000000-0000-0000-0000-000000000000'::uuid)
         ORDER BY page.command_id
         LIMIT :most) AS command
 WHERE command.bytes_before < :bytes
 ORDER BY command.command_id
