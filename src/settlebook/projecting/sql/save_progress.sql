UPDATE progress SET position = :upto WHERE ledger_id = :ledger AND model = :model;
