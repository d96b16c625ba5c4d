-- The decimals by which views show amounts.
SELECT code, digits, unit FROM read.currency
