-- One state of the books; what stands in for the past takes as long as it takes, the query itself does not.
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;

SELECT set_config('statement_timeout', '0', true), set_config('settlebook.today', :today::text, true);
