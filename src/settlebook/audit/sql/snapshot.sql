-- One view of the database for all that follows.
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ
