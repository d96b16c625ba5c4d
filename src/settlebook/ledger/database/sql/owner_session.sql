-- A session that builds tables: its transactions may wait for other sessions of the same program. What a program was at
-- that is gone ends soon, where the server's system can tell, and not with a statement that may take hours.
SET ROLE settlebook_owner;
SET idle_in_transaction_session_timeout = '1h';
DO $$
BEGIN
    SET client_connection_check_interval = '1s';
EXCEPTION WHEN invalid_parameter_value THEN
    NULL; -- the system cannot tell
END
$$;
