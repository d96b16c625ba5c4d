DELETE FROM :"schema".:"table" WHERE ledger_id = :ledger;
