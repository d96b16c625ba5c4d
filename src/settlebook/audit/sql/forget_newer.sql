-- Of the journal made beside, what the live one has not come to yet.
DELETE FROM pg_temp.:"table" WHERE position > :upto
