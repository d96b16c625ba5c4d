-- How many rows a table has, and their digest: that of the sum of their hashes, so that their order does not matter. The
-- hash is that by which rows find their partition, and so the same in every version of PostgreSQL.
SELECT count(*), md5(concat_ws(' ', count(*), sum(hash_record_extended(row_of_table, 0))))
  FROM :"schema".:"table" AS row_of_table
 WHERE :ledger::text IS NULL OR ledger_id = :ledger;
