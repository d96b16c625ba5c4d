-- After a fold, which is planned once for all pages: what follows runs once and is planned for what there is.
SELECT set_config('enable_seqscan', 'on', true), set_config('plan_cache_mode', 'auto', true),
       set_config('work_mem', '64MB', true)
