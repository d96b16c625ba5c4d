-- Of a table of the journal, as a query cuts it, only the rows at the positions that were asked for, looked up one by one.
CREATE TEMP TABLE :"table" AS
SELECT found.* FROM asked_position AS asked
 CROSS JOIN LATERAL (SELECT * FROM (
:"query"
       ) AS told WHERE told.position = asked.position OFFSET 0) AS found;
