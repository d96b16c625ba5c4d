-- On connections that look up by key and add, and nothing else: a plan is made once, and always by index. Planning
-- each time would cost as much as running, and what the planner believes of a young table is not to be trusted.
SELECT set_config('plan_cache_mode', 'force_generic_plan', false),
       set_config('enable_seqscan', 'off', false),
       set_config('enable_bitmapscan', 'off', false),
       set_config('enable_hashjoin', 'off', false),
       set_config('enable_mergejoin', 'off', false),
       set_config('enable_material', 'off', false)
