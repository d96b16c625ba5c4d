-- The same where a key may be null: rows as they are, as many times as each occurs.
SELECT (SELECT count(*) FROM (SELECT * FROM :"schema".:"table" EXCEPT ALL SELECT * FROM :"beside".:"table") AS wrong),
       (SELECT count(*) FROM (SELECT * FROM :"beside".:"table" EXCEPT ALL SELECT * FROM :"schema".:"table") AS missing);
