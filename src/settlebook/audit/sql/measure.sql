ANALYZE pg_temp.:"table"
