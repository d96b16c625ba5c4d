-- Until the end of the transaction: folds over the whole journal, planned for that much, with room to sort and hash. What
-- was filled is measured by 9,000 of its rows: 30,000 cost three times as much and tell the planner the same.
SELECT set_config('search_path', :schemas, true),
       set_config('work_mem', '256MB', true),
       set_config('maintenance_work_mem', '512MB', true),
       set_config('default_statistics_target', '30', true),
       set_config('plan_cache_mode', 'force_custom_plan', true);
