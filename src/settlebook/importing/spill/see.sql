-- Counts a document without a number once more.
INSERT INTO seen (digest, times) VALUES (:digest, 1)
    ON CONFLICT (digest) DO UPDATE SET times = times + 1
