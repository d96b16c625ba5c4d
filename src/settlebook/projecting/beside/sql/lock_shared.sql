-- Held by whoever rebuilds single read models: not while all of them are rebuilt.
SELECT pg_try_advisory_lock_shared(hashtextextended('settlebook rebuilds ' || :name, 0));
