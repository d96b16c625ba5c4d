-- The size of a table with its indexes, and about how many rows it has: counted where they are few.
SELECT pg_total_relation_size(pg_class.oid),
       CASE WHEN reltuples >= 0 AND relpages > 2000 THEN reltuples::bigint END
  FROM pg_class
  JOIN pg_namespace ON pg_namespace.oid = relnamespace
 WHERE nspname = :schema AND relname = :table AND relkind = 'r';
