-- The lines of one document in the order of the file.
SELECT line, record FROM line WHERE rank = :rank ORDER BY line
