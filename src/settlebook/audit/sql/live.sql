-- Names without a schema mean the live tables. (What the session built beside would come first if it were not named.)
SELECT set_config('search_path', 'read, pg_temp', true)
