-- Names mean the live read models; what this session builds beside is named in full.
SELECT set_config('search_path', 'read, pg_temp', true), set_config('work_mem', '64MB', true)
