-- Read models that were made of events which the log no longer has: the position goes back with them.
UPDATE progress SET position = :upto, measured = least(measured, :upto)
 WHERE ledger_id = :ledger AND model = :model AND position > :upto;
