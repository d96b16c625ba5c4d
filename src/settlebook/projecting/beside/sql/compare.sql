-- How many live rows are not among those built, and the other way round: row by row, found by their key.
SELECT count(live), count(built)
  FROM :"schema".:"table" AS live
  FULL JOIN :"beside".:"table" AS built USING (:"key")
 WHERE (live.*) IS DISTINCT FROM (built.*);
