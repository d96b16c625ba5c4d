-- A file of its own for one import, deleted afterwards: no journal and no flush, since nothing in it is kept.
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;

-- A document, ranked by where its first line stands in the file.
CREATE TABLE document (
    rank INTEGER PRIMARY KEY,
    number TEXT NOT NULL UNIQUE
);

-- A line of the file, as read; the key lays the lines of a document side by side.
CREATE TABLE line (
    rank INTEGER NOT NULL,
    line INTEGER NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (rank, line)
) WITHOUT ROWID;

-- Documents without a number, by what they say.
CREATE TABLE seen (
    digest TEXT PRIMARY KEY,
    times INTEGER NOT NULL
) WITHOUT ROWID;
