-- Until the end of the transaction: one state of the books for all its statements, and tables of the session beside them.
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;
SET LOCAL search_path TO read, pg_temp;
