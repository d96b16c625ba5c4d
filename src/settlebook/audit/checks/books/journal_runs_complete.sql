-- No journal run passed over an entry: what it covers stood in it or in another live run when it was made.
SELECT run.position, run.run_id AS subject, 'JE-' || entry.position || '-' || entry.line AS expected, 'no run' AS found
  FROM entry_run AS run
 CROSS JOIN LATERAL (
       SELECT posting.position, posting.line
         FROM journal_posting AS posting
         LEFT JOIN entry_row AS posted
           ON posted.ledger_id = posting.ledger_id
          AND posted.item_id = CASE posting.kind WHEN 'unnet' THEN posting.credit_item_id ELSE posting.debit_item_id END
        WHERE posting.ledger_id = run.ledger_id AND posting.position < run.position
          AND posting.effective_on BETWEEN run.starts_on AND run.ends_on
          AND (run.transaction_types = '[]'
               OR run.transaction_types ? transaction_type(posting.kind, posting.debit_book, posting.credit_book,
                                                           posting.debit_document_kind, posted.tax_line IS NOT NULL))
       ) AS entry
 WHERE run.ledger_id = :ledger
   AND NOT EXISTS (SELECT FROM entry_run_member AS member
                    WHERE member.ledger_id = run.ledger_id AND member.position = entry.position
                      AND member.line = entry.line AND member.run_position <= run.position
                      AND coalesce(member.canceled_position > run.position, true)
                   OFFSET 0) -- by index, entry by entry
 ORDER BY 1
