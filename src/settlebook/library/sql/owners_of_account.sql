-- Whatever may own personal content of one account, by its id or number: itself, documents, payments and refunds.
WITH asked AS (
    SELECT ledger_id, account_id
      FROM read.account
     WHERE ledger_id = :ledger AND (account_id = :id OR number = :number)
)
SELECT account_id AS owner_id FROM asked
UNION ALL
SELECT document.document_id FROM read.document AS document JOIN asked USING (ledger_id, account_id)
UNION ALL
SELECT payment.payment_id FROM read.payment AS payment JOIN asked USING (ledger_id, account_id)
UNION ALL
SELECT refund.refund_id FROM read.refund AS refund JOIN asked USING (ledger_id, account_id)
