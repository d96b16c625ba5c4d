-- Money moves only on documents, payments and memos that there are, under their own kind, account and currency.
WITH owner AS (
    SELECT document_id, kind, account_id, currency
      FROM journal_document WHERE ledger_id = :ledger AND fact = 'created'
     UNION ALL
    SELECT payment_id, 'payment', account_id, currency FROM journal_payment WHERE ledger_id = :ledger
), moved AS (
    SELECT position, document_id, document_kind AS kind, account_id, currency
      FROM posting_leg WHERE ledger_id = :ledger AND document_id IS NOT NULL
     UNION ALL
    SELECT position, source_id, source_kind, account_id, currency FROM journal_application WHERE ledger_id = :ledger
     UNION ALL
    SELECT position, source_id, source_kind, account_id, currency FROM journal_refund WHERE ledger_id = :ledger
)
SELECT moved.position, document_id AS subject,
       coalesce(concat_ws(' ', owner.kind, owner.account_id, owner.currency), 'nothing there') AS expected,
       concat_ws(' ', moved.kind, moved.account_id, moved.currency) AS found
  FROM moved
  LEFT JOIN owner USING (document_id)
 WHERE (owner.kind, owner.account_id, owner.currency) IS DISTINCT FROM (moved.kind, moved.account_id, moved.currency)
 ORDER BY 1
