COPY (SELECT position, stream_id, stream_version, topic, state, effective_on, recorded_at, command_id
        FROM log.event
       WHERE ledger_id = :ledger
       ORDER BY position) TO STDOUT
