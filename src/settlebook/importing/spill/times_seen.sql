-- How often a document without a number was counted.
SELECT times FROM seen WHERE digest = :digest
