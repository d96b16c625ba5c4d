-- The read models that users added, as they were in their folders: whoever opens the database folds them.
CREATE TABLE IF NOT EXISTS model (
    name       text NOT NULL,
    schema_sql text NOT NULL,
    fold_sql   text NOT NULL,
    PRIMARY KEY (name)                           -- prevents two of one name
);
