-- The database's clock, which the instants of the log are taken from.
SELECT timestamptz_send(clock_timestamp())
