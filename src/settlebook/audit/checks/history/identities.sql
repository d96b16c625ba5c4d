-- The ids in use are those that the facts give, each with its kind and owner, no others and none less.
WITH told AS (
    SELECT position, account_id AS id, 'account' AS kind, account_id AS owner_id
      FROM journal_account JOIN journal_fact USING (ledger_id, position)
     WHERE ledger_id = :ledger AND topic = 'account.created.v1'
     UNION ALL
    SELECT position, period_id, 'accounting_period', calendar_id
      FROM journal_period WHERE ledger_id = :ledger AND fact = 'created'
     UNION ALL
    SELECT position, document_id, kind, document_id
      FROM journal_document WHERE ledger_id = :ledger AND fact = 'created'
     UNION ALL
    SELECT min(position), item_id, CASE WHEN min(tax_line) IS NULL THEN 'item' ELSE 'tax_item' END, document_id
      FROM journal_item WHERE ledger_id = :ledger AND fact <> 'removed' GROUP BY item_id, document_id
     UNION ALL
    SELECT position, payment_id, 'payment', payment_id FROM journal_payment WHERE ledger_id = :ledger
     UNION ALL
    SELECT position, application_id, 'application', source_id FROM journal_application WHERE ledger_id = :ledger
     UNION ALL
    SELECT position, refund_id, 'refund', source_id FROM journal_refund WHERE ledger_id = :ledger
     UNION ALL
    SELECT position, run_id, 'journal_run', run_id FROM journal_run WHERE ledger_id = :ledger AND fact = 'created'
     UNION ALL
    SELECT position, code_id, 'accounting_code', stream_id
      FROM journal_accounting_code JOIN journal_fact USING (ledger_id, position)
     WHERE ledger_id = :ledger AND is_new
), kept AS (
    SELECT id, kind, owner_id FROM log.identity WHERE ledger_id = :ledger
)
SELECT told.position, id AS subject,
       coalesce(told.kind || ' of ' || told.owner_id, 'no such id') AS expected,
       coalesce(kept.kind || ' of ' || kept.owner_id, 'no such id') AS found
  FROM told
  FULL JOIN kept USING (id)
 WHERE told.kind IS DISTINCT FROM kept.kind OR told.owner_id IS DISTINCT FROM kept.owner_id
 ORDER BY 1, 2
