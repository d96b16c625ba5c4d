-- Days and instants are spelled alike whatever the server prefers; nobody is cut off for being slow.
SELECT set_config('timezone', 'UTC', true),
       set_config('datestyle', 'ISO, YMD', true),
       set_config('idle_in_transaction_session_timeout', '0', true)
