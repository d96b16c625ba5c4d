-- Names without a schema mean the tables made of the log beside the live ones. Whole tables are sorted and hashed.
SELECT set_config('search_path', 'pg_temp, read', true), set_config('work_mem', '64MB', true)
