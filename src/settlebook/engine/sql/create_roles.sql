-- The logins and the database of a new embedded cluster; run once, in single-user mode, before the cluster has its name.
-- (Single-user mode with -j ends a statement at a semicolon and an empty line.)

CREATE ROLE settlebook_owner LOGIN CREATEDB;

CREATE ROLE settlebook_app LOGIN;

CREATE ROLE settlebook_reader LOGIN;

-- The owner may end sessions of the others (DROP DATABASE ... FORCE) and hand them objects.
GRANT settlebook_app, settlebook_reader TO settlebook_owner;

-- Only so that data_directory can be compared: that is how a server is known to be ours.
GRANT pg_read_all_settings TO settlebook_owner;

-- Nothing of the ledger is in these two; app and reader stay out.
REVOKE CONNECT, TEMPORARY ON DATABASE postgres, template1 FROM PUBLIC;

GRANT CONNECT ON DATABASE postgres, template1 TO settlebook_owner;

CREATE DATABASE settlebook OWNER settlebook_owner;

