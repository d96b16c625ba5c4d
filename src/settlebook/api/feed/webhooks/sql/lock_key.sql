-- Of two requests under one key the second waits for the first.
SELECT pg_advisory_xact_lock(hashtextextended(concat_ws(' ', 'webhook request', :ledger::text, :client::text, :key::text), 0));
