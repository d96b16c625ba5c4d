-- Where migrations are noted, and the lock under which they run: only the owner has the right to take it.
CREATE SCHEMA IF NOT EXISTS log;
CREATE TABLE IF NOT EXISTS log.migration (
    number     int         PRIMARY KEY,
    name       text        NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
LOCK TABLE log.migration IN EXCLUSIVE MODE;
