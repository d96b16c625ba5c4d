-- Every posting is one journal entry of its amount and its two legs, and says what it is in the words of accounting.
SELECT posting.position, posting.journal_entry_id AS subject,
       concat_ws(' / ', 1, posting.amount_minor, posting.debit_book, posting.credit_book) AS expected,
       concat_ws(' / ', count(entry.number), max(entry.amount_minor), max(entry.debit_book), max(entry.credit_book)) AS found
  FROM journal_posting AS posting
  LEFT JOIN journal_entry AS entry USING (ledger_id, position, line)
 WHERE posting.ledger_id = :ledger
 GROUP BY posting.ledger_id, posting.position, posting.line
HAVING count(entry.number) <> 1
    OR max(entry.amount_minor) IS DISTINCT FROM posting.amount_minor
    OR max(entry.debit_book) IS DISTINCT FROM posting.debit_book
    OR max(entry.credit_book) IS DISTINCT FROM posting.credit_book
    OR count(entry.transaction_type) + count(entry.subtype) + count(entry.debit_type) + count(entry.credit_type) <> 4
 ORDER BY 1
