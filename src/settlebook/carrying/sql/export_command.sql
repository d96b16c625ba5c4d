-- As they were recorded: by their events, those without any by the place where the log stood.
COPY (SELECT command_id, client, key, kind, actor, request, outcome, first_position, last_position, recorded_at
        FROM log.command
       WHERE ledger_id = :ledger
       ORDER BY last_position, first_position, recorded_at, command_id) TO STDOUT
