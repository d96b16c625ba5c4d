-- One view of the database for all that follows; and whoever reads it, from a pipe maybe, may take his time.
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY
