-- A fresh place for what is built; what a killed rebuild left there goes.
DROP SCHEMA IF EXISTS :"beside" CASCADE;
CREATE SCHEMA :"beside";
