-- Money moves only on documents, payments and memos that there are, under their own kind, currency and account of that time.
WITH owned AS (
    SELECT payment_id, position AS since, account_id, currency FROM journal_payment WHERE ledger_id = :ledger
     UNION ALL
    SELECT payment_id, position, to_account_id, currency
      FROM journal_payment_change WHERE ledger_id = :ledger AND fact = 'transferred' AND to_payment_id = payment_id
), owner AS (
    SELECT document_id, kind, account_id, currency, 0 AS since, NULL::bigint AS until
      FROM journal_document WHERE ledger_id = :ledger AND fact = 'created'
     UNION ALL
    SELECT payment_id, 'payment', account_id, currency, since, lead(since) OVER (PARTITION BY payment_id ORDER BY since)
      FROM owned
), moved AS (
    SELECT position, document_id, document_kind AS kind, account_id, currency, kind = 'transfer' AS is_transfer
      FROM posting_leg WHERE ledger_id = :ledger AND document_id IS NOT NULL
     UNION ALL
    SELECT position, source_id, source_kind, account_id, currency, false
      FROM journal_application WHERE ledger_id = :ledger
     UNION ALL
    SELECT position, source_id, source_kind, account_id, currency, false FROM journal_refund WHERE ledger_id = :ledger
     UNION ALL
    SELECT position, source_id, source_kind, account_id, currency, false
      FROM journal_refund_change WHERE ledger_id = :ledger AND fact = 'canceled'
     UNION ALL
    SELECT position, invoice_id, 'invoice', account_id, NULL, false FROM journal_credited WHERE ledger_id = :ledger
)
SELECT moved.position, document_id AS subject,
       coalesce((SELECT concat_ws(' ', owner.kind, owner.account_id, owner.currency)
                   FROM owner WHERE owner.document_id = moved.document_id ORDER BY since DESC LIMIT 1),
                'nothing there') AS expected,
       concat_ws(' ', moved.kind, moved.account_id, moved.currency) AS found
  FROM moved
 WHERE NOT EXISTS (
       SELECT FROM owner
        WHERE owner.document_id = moved.document_id AND owner.kind IS NOT DISTINCT FROM moved.kind
          AND owner.account_id IS NOT DISTINCT FROM moved.account_id
          AND owner.currency = coalesce(moved.currency, owner.currency)
          AND CASE WHEN moved.is_transfer THEN owner.until IS NULL OR moved.position <= owner.until
                   ELSE moved.position >= owner.since AND (owner.until IS NULL OR moved.position < owner.until) END)
 ORDER BY 1
