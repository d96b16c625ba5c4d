-- One view of the database for all that follows, which writes to nothing but tables of its own session.
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY
