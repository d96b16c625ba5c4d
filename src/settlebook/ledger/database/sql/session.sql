-- Every session of the app, whatever the database, the login or the environment prefers: no acknowledged commit may be
-- lost, texts, bytes and lists are sent and days and instants read as the program spells them (where \ escapes, the
-- driver would store other bytes than it was given), and no work is ended because it takes or waits long; but a program
-- that was stopped within a transaction loses it after a minute, or it would hold up all others for ever. Names without
-- a schema are those of the read models; whoever means others says so in a transaction.
SELECT set_config('synchronous_commit',
                  CASE current_setting('synchronous_commit') WHEN 'remote_apply' THEN 'remote_apply' ELSE 'on' END,
                  false),
       set_config('default_transaction_isolation', 'read committed', false),
       set_config('default_transaction_read_only', 'off', false),
       set_config('statement_timeout', '0', false),
       set_config('lock_timeout', '0', false),
       set_config('idle_session_timeout', '0', false),
       CASE WHEN current_setting('server_version_num')::int >= 170000
            THEN set_config('transaction_timeout', '0', false) END,
       set_config('idle_in_transaction_session_timeout', '60s', false),
       set_config('client_encoding', 'UTF8', false),
       set_config('datestyle', 'ISO, YMD', false),
       set_config('intervalstyle', 'postgres', false),
       set_config('quote_all_identifiers', 'off', false),
       set_config('standard_conforming_strings', 'on', false),
       set_config('bytea_output', 'hex', false),
       set_config('array_nulls', 'on', false),
       set_config('extra_float_digits', '1', false),
       set_config('transform_null_equals', 'off', false),
       set_config('timezone', 'UTC', false),
       set_config('search_path', 'read, pg_temp', false),
       set_config('jit', 'off', false),
       current_setting('fsync') = 'on' AND current_setting('full_page_writes') = 'on' AS is_durable
