COPY pg_temp.replayed (subject, id, stream_id, currency, minor, position) FROM STDIN
