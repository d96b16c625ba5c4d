-- Which of the names mean something else already, and whose that is (null: nobody's who is known).
SELECT name, 'Settlebook' AS whose
  FROM unnest(:names::text[]) AS name
 WHERE EXISTS (SELECT FROM pg_class
                WHERE relname = name AND relnamespace IN (to_regnamespace('read'), to_regnamespace('data_query')))
    OR EXISTS (SELECT FROM pg_proc
                WHERE proname = name AND pronamespace IN (to_regnamespace('read'), to_regnamespace('data_query')))
    OR name IN ('progress', 'installed', 'model')
UNION ALL
SELECT taken, 'the read model ' || installed.name
  FROM installed
  CROSS JOIN LATERAL unnest(relations) AS taken
 WHERE installed.name <> :model AND taken = ANY(:names::text[])
UNION ALL
SELECT relname, NULL
  FROM pg_class
 WHERE relnamespace = to_regnamespace('added') AND relname = ANY(:names::text[])
   AND relname NOT IN ('progress', 'installed', 'model')
   AND NOT EXISTS (SELECT FROM installed WHERE relname = ANY(relations))
 ORDER BY 1;
