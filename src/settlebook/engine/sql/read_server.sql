-- What decides whether a server may hold a ledger.
SELECT current_setting('server_version_num')::int AS version_number,
       current_setting('server_version')          AS version,
       current_setting('fsync')                   AS fsync,
       current_setting('full_page_writes')        AS full_page_writes,
       current_setting('server_encoding')         AS server_encoding
