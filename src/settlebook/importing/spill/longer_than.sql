-- The first document of more lines than that.
SELECT number FROM document
 WHERE rank = (SELECT rank FROM line GROUP BY rank HAVING count(*) > :lines ORDER BY rank LIMIT 1)
