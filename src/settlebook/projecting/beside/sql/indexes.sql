-- The keys and indexes of a table as statements that make them again, those of constraints first. Checks stay.
SELECT conname AS name, true AS is_key,
       'ALTER TABLE ' || conrelid::regclass || ' ADD CONSTRAINT ' || quote_ident(conname) || ' ' || pg_get_constraintdef(oid)
       AS statement
  FROM pg_constraint
 WHERE conrelid = (quote_ident(:schema) || '.' || quote_ident(:table))::regclass AND contype IN ('p', 'u')
UNION ALL
SELECT relname, false, pg_get_indexdef(indexrelid)
  FROM pg_index
  JOIN pg_class ON pg_class.oid = indexrelid
 WHERE indrelid = (quote_ident(:schema) || '.' || quote_ident(:table))::regclass
   AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u'))
 ORDER BY is_key DESC, name;
