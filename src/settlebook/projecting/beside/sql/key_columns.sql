-- The columns of the table's key, the primary one before another, and whether one of them may be null.
SELECT attname, NOT attnotnull
  FROM (SELECT indrelid, indkey FROM pg_index
         WHERE indrelid = (quote_ident(:schema) || '.' || quote_ident(:table))::regclass AND indisunique
           AND indexprs IS NULL AND indpred IS NULL
         ORDER BY indisprimary DESC LIMIT 1) AS key
  CROSS JOIN LATERAL unnest(indkey::int[]) WITH ORDINALITY AS part (number, place)
  JOIN pg_attribute ON attrelid = indrelid AND attnum = number
 ORDER BY place;
