-- The same where a key may be null: rows as they are, as many times as each occurs. Those that are missing follow from
-- those that are wrong and from how many there are.
SELECT wrong, built - live + wrong
  FROM (SELECT (SELECT count(*)
                  FROM (SELECT * FROM :"schema".:"table" EXCEPT ALL SELECT * FROM :"beside".:"table") AS only_live),
               (SELECT count(*) FROM :"schema".:"table"),
               (SELECT count(*) FROM :"beside".:"table")) AS counted (wrong, live, built);
