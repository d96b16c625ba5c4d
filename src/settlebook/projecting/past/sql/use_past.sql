-- Until the end of the transaction, what stands in for the past is found before what is live.
SET LOCAL search_path TO pg_temp, read, added;
