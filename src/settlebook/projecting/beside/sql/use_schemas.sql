SELECT set_config('search_path', :schemas, true);
