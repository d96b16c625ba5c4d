-- Whether the planner may search whole tables: not where a few rows are looked up among many, however it estimates them.
SELECT set_config('enable_seqscan', :search, true),
       set_config('enable_hashjoin', :search, true),
       set_config('enable_mergejoin', :search, true);
