COPY pg_temp.what_if_balance (subject, id, document_id, account_id, currency, actual_minor, other_minor) FROM STDIN
