-- The types of a table's columns in their order, for a binary copy.
SELECT typname
  FROM pg_attribute
  JOIN pg_type ON pg_type.oid = atttypid
 WHERE attrelid = :table::regclass AND attnum > 0 AND NOT attisdropped
 ORDER BY attnum;
