-- How far the read models are in this state of the books; they advance together.
SELECT position FROM progress WHERE ledger_id = :ledger AND model = 'built-in';
