-- Whatever the login or the database prefers: what looks at a server is not ended because it takes long.
SELECT set_config('statement_timeout', '0', false)
