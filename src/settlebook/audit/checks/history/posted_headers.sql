-- Every document is posted once, under the header it was created with.
WITH header AS (
    SELECT position, document_id, fact, status, kind, number, account_id, currency, referred_invoice_id,
           row_number() OVER (PARTITION BY document_id, fact ORDER BY position) AS time
      FROM journal_document WHERE ledger_id = :ledger
)
SELECT posted.position, posted.document_id AS subject,
       coalesce(concat_ws(' ', 'Posted', nullif(created.kind, ''), created.number, created.account_id, created.currency),
                'a created document') AS expected,
       concat_ws(' ', posted.status, posted.kind, posted.number, posted.account_id, posted.currency,
                 CASE WHEN posted.time > 1 THEN 'once more' END) AS found
  FROM header AS posted
  LEFT JOIN header AS created
         ON created.document_id = posted.document_id AND created.fact = 'created'
        AND created.position < posted.position
 WHERE posted.fact = 'posted'
   AND (posted.time > 1 OR posted.status <> 'Posted'
        OR (created.kind, created.number, created.account_id, created.currency, created.referred_invoice_id)
           IS DISTINCT FROM
           (posted.kind, posted.number, posted.account_id, posted.currency, posted.referred_invoice_id))
 ORDER BY 1
