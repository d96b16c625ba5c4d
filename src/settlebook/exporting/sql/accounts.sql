-- The accounts that the legs touch, with their currencies, in the order of the days from which they are used.
SELECT type, code, customer, min(effective_on) AS opened_on, array_agg(DISTINCT currency ORDER BY currency) AS currencies
  FROM exported_leg
 GROUP BY type, code, customer
 ORDER BY min(effective_on), type COLLATE "C", code COLLATE "C" NULLS FIRST, customer COLLATE "C" NULLS FIRST;
