-- The columns of a table or view, in their order; no row.
SELECT * FROM :"table" LIMIT 0;
