-- Until the end of the transaction, names mean the tables of these schemas. A fold reads a range of positions by its
-- index, once planned for all pages: statistics of new or temporary tables would let it read all of the journal.
SELECT set_config('search_path', :schemas, true),
       set_config('enable_seqscan', 'off', true),
       set_config('plan_cache_mode', 'force_generic_plan', true);
