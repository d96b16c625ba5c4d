-- Until the end of the transaction: one state of the books for all its statements, and tables of the session beside them.
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;
SET LOCAL search_path TO read, pg_temp;
-- An export may be busy with files for longer than a session may be idle; it holds nobody up but the cleaning of old rows.
SET LOCAL idle_in_transaction_session_timeout TO '1h';
