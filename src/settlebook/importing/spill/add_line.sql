-- Lays a line with its document.
INSERT INTO line (rank, line, record)
SELECT rank, :line, :record FROM document WHERE number = :number
