-- Ranks a document that is seen for the first time.
INSERT INTO document (number) VALUES (:number) ON CONFLICT (number) DO NOTHING
