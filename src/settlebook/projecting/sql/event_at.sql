SELECT topic, stream_id::text FROM log.event WHERE ledger_id = :ledger AND position = :position;
