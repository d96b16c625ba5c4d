-- SHOW COLUMNS FROM a table: what each is called and holds. The table is a word, in lower case.
SELECT attname::text AS "Column", format_type(atttypid, atttypmod) AS "Type"
  FROM pg_catalog.pg_attribute
 WHERE attrelid = ('data_query.' || :'table')::regclass AND attnum > 0 AND NOT attisdropped
 ORDER BY attnum;
