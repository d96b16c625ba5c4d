COPY pg_temp.what_if_problem (position, effective_on, event, stream_id, account_id, code, reason) FROM STDIN
