-- What was asked and answered, by the ids of commands: no more of them than :bytes hold, since one may be large. Who gets
-- fewer than he asked for asks for the others again. (octet_length reads no large value.)
SELECT uuid_send(command_id), client, key, kind, actor, request, outcome, first_position, last_position,
       timestamptz_send(recorded_at)
  FROM (SELECT command.*, sum(bytes) OVER (ORDER BY command_id) - bytes AS bytes_before
          FROM log.command
         CROSS JOIN LATERAL (SELECT coalesce(octet_length(request), 0) + coalesce(octet_length(outcome), 0)) AS large (bytes)
         WHERE ledger_id = :ledger AND command_id = ANY (:ids::uuid[])) AS command
 WHERE bytes_before < :bytes
