-- Every line, document by document in the order of the file.
SELECT document.rank, document.number, line.line, line.record
  FROM line JOIN document USING (rank)
 ORDER BY line.rank, line.line
