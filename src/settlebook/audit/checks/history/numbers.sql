-- The numbers in use are those that the facts give, no others and none less.
WITH told AS (
    SELECT min(position) AS position, 'account' AS kind, number, account_id AS id
      FROM journal_account WHERE ledger_id = :ledger GROUP BY number, account_id
     UNION ALL
    SELECT position, kind, number, document_id FROM journal_document WHERE ledger_id = :ledger AND fact = 'created'
     UNION ALL
    SELECT position, 'payment', number, payment_id FROM journal_payment WHERE ledger_id = :ledger
     UNION ALL
    SELECT position, 'refund', number, refund_id FROM journal_refund WHERE ledger_id = :ledger
     UNION ALL
    SELECT position, 'journal_run', number, run_id FROM journal_run WHERE ledger_id = :ledger AND fact = 'created'
), kept AS (
    SELECT kind, number, id FROM log.number WHERE ledger_id = :ledger
)
SELECT told.position, coalesce(told.id, kept.id) AS subject,
       coalesce(told.kind || ' ' || told.number, 'no such number') AS expected,
       coalesce(kept.kind || ' ' || kept.number || ' of ' || kept.id, 'no such number') AS found
  FROM told
  FULL JOIN kept USING (kind, number)
 WHERE told.id IS DISTINCT FROM kept.id
 ORDER BY 1, 2
