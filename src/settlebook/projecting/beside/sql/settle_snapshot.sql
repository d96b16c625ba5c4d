-- Texts of values mean the same in every session; whole tables are hashed.
SELECT set_config('timezone', 'UTC', true), set_config('datestyle', 'ISO', true), set_config('work_mem', '256MB', true),
       set_config('bytea_output', 'hex', true), set_config('extra_float_digits', '1', true),
       set_config('intervalstyle', 'postgres', true), set_config('search_path', '', true);
