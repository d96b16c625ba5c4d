-- From here on the session only reads, what stands in for the past as well; names mean what a free query means by them.
REVOKE INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON ALL TABLES IN SCHEMA pg_temp FROM CURRENT_USER;

SELECT set_config('search_path', :schemas, true), set_config('statement_timeout', :timeout, true);

SET TRANSACTION READ ONLY;
