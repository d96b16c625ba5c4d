-- Of a view on the journal only the rows at the positions that were asked for, looked up one by one, as a table.
CREATE TEMP TABLE narrowed AS
SELECT found.* FROM asked_position AS asked
 CROSS JOIN LATERAL (SELECT * FROM :"view" AS told WHERE told.position = asked.position OFFSET 0) AS found;

DROP VIEW :"view";

ALTER TABLE narrowed RENAME TO :"view";
