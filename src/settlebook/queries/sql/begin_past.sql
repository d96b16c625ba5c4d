-- Until the end of the transaction: one state of the books for all its statements, of which the past is made.
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;
SET LOCAL search_path TO read, pg_temp;
