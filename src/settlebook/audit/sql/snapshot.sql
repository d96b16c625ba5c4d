-- One view of the database for all that follows, tables of the read models first.
SET LOCAL TRANSACTION ISOLATION LEVEL REPEATABLE READ
