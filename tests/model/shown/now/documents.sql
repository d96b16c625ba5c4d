-- What is open of each posted invoice and debit memo.
SELECT invoiceNumber, balance FROM Invoice WHERE status = 'Posted'
UNION ALL
SELECT memoNumber, balance FROM DebitMemo WHERE status = 'Posted';
