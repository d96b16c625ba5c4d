-- Until the end of the transaction: one state of the books for all its statements, and the tables of the read models.
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
SET LOCAL search_path TO read, pg_temp;
