-- The lock ends with its session, however that ends: whoever does not hold it is not at work.
SELECT pg_try_advisory_lock(hashtextextended('settlebook rebuilds ' || :name, 0));
