-- How many rows were built beside, how many live rows are not among them, and how many of them are not live.
SELECT (SELECT count(*) FROM pg_temp.:"table"),
       (SELECT count(*)
          FROM (SELECT * FROM :"schema".:"table" WHERE ledger_id = :ledger
                EXCEPT ALL
                SELECT * FROM pg_temp.:"table") AS wrong),
       (SELECT count(*)
          FROM (SELECT * FROM pg_temp.:"table"
                EXCEPT ALL
                SELECT * FROM :"schema".:"table" WHERE ledger_id = :ledger) AS missing);
