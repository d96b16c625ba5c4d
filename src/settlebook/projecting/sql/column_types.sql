-- The types of a table's columns in their order, for a binary copy.
SELECT atttypid
  FROM pg_attribute
 WHERE attrelid = :table::regclass AND attnum > 0 AND NOT attisdropped
 ORDER BY attnum;
