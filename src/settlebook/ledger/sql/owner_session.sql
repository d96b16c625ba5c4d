-- A session that builds tables: its transactions may wait for other sessions of the same program.
SET ROLE settlebook_owner;
SET idle_in_transaction_session_timeout = '1h';
