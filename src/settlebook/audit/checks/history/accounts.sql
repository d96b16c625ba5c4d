-- Whatever is said to be an account's belongs to one that was opened.
WITH told AS (
    SELECT position, account_id FROM journal_document WHERE ledger_id = :ledger
     UNION ALL
    SELECT position, account_id FROM journal_payment WHERE ledger_id = :ledger
     UNION ALL
    SELECT position, account_id FROM journal_refund WHERE ledger_id = :ledger
     UNION ALL
    SELECT position, to_account_id FROM journal_payment_change WHERE ledger_id = :ledger AND fact = 'transferred'
     UNION ALL
    SELECT position, parent_id FROM journal_account WHERE ledger_id = :ledger
)
SELECT told.position, told.account_id AS subject, 'an account' AS expected, 'none of that id' AS found
  FROM told
 WHERE told.account_id IS NOT NULL
   AND NOT EXISTS (SELECT FROM journal_account AS opened
                    WHERE opened.ledger_id = :ledger AND opened.account_id = told.account_id)
 ORDER BY 1
