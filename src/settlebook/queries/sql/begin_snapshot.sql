-- Until the end of the transaction: one state of the books for all its statements, and the tables of the read models.
-- The lock comes before the snapshot: tables that a rebuild puts in place later hold rows which it would not see.
LOCK TABLE read.progress IN ACCESS SHARE MODE;
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
SET LOCAL search_path TO read, pg_temp;
