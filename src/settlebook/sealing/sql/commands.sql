-- What was asked and answered, by the ids of commands: no more of them than :bytes hold, since one may be large. Who gets
-- fewer than he asked for asks for the others again. (octet_length reads no large value.)
SELECT uuid_send(command_id), client, key, kind, actor, request, outcome, first_position, last_position,
       timestamptz_send(recorded_at)
  FROM (SELECT command.*, sum(octet_length(request) + octet_length(outcome)) OVER (ORDER BY command_id)
                          - octet_length(request) - octet_length(outcome) AS bytes_before
          FROM log.command
         WHERE ledger_id = :ledger AND command_id = ANY (:ids::uuid[])) AS command
 WHERE bytes_before < :bytes
