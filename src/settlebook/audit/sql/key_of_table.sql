-- The columns by which the rows of a table are told apart.
SELECT attname
  FROM pg_attribute
  JOIN pg_index ON attrelid = indrelid AND attnum = ANY (indkey)
 WHERE indexrelid = (SELECT indexrelid FROM pg_index
                      WHERE indrelid = ('pg_temp.' || quote_ident(:table))::regclass AND indisunique
                      ORDER BY indisprimary DESC, indexrelid LIMIT 1)
