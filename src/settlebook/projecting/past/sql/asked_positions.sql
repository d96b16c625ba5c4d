-- The positions that tell all there is of some accounts, documents, payments or refunds, up to :upto, and of whatever
-- they touch what it is called: found by indexes, however long the log. What is known by now says where to look. Every
-- settlement, refund and transfer, and what becomes of it, is told on the stream of its source.
CREATE TEMP TABLE asked_position AS
WITH subject AS MATERIALIZED (
    SELECT unnest(:subjects::uuid[]) AS id
    UNION
    SELECT source_id FROM read.refund WHERE ledger_id = :ledger AND refund_id = ANY(:subjects)
    UNION
    SELECT document_id FROM read.document WHERE ledger_id = :ledger AND account_id = ANY(:subjects)
    UNION
    SELECT payment_id FROM read.payment WHERE ledger_id = :ledger AND account_id = ANY(:subjects)
    UNION
    SELECT unnest(ARRAY[payment_id, to_payment_id]) FROM read.journal_payment_change
     WHERE ledger_id = :ledger AND fact = 'transferred' AND from_account_id = ANY(:subjects)
), settled AS MATERIALIZED (
    SELECT application.source_id, application.document_id
      FROM subject
      JOIN read.journal_application AS application
        ON application.ledger_id = :ledger AND application.source_id = subject.id AND application.position <= :upto
    UNION
    SELECT application.source_id, application.document_id
      FROM subject
      JOIN read.journal_application AS application
        ON application.ledger_id = :ledger AND application.document_id = subject.id AND application.position <= :upto
), moved AS MATERIALIZED (
    SELECT change.payment_id, change.to_payment_id, change.from_account_id, change.to_account_id
      FROM subject
      JOIN read.journal_payment_change AS change
        ON change.ledger_id = :ledger AND change.payment_id = subject.id AND change.position <= :upto
    UNION
    SELECT change.payment_id, change.to_payment_id, change.from_account_id, change.to_account_id
      FROM subject
      JOIN read.journal_payment_change AS change
        ON change.ledger_id = :ledger AND change.to_payment_id = subject.id AND change.position <= :upto
), touched AS MATERIALIZED (
    SELECT id FROM subject
    UNION
    SELECT unnest(ARRAY[source_id, document_id]) FROM settled
    UNION
    SELECT unnest(ARRAY[payment_id, to_payment_id, from_account_id, to_account_id]) FROM moved
    UNION
    SELECT unnest(ARRAY[referred_invoice_id, referred_debit_memo_id, referred_credit_memo_id, split_from])
      FROM subject
      JOIN read.document ON document.ledger_id = :ledger AND document.document_id = subject.id
    UNION
    SELECT document.document_id
      FROM subject
      JOIN read.document ON document.ledger_id = :ledger AND document.referred_invoice_id = subject.id
    UNION
    SELECT mark.other_document_id
      FROM subject
      JOIN read.document_mark AS mark ON mark.ledger_id = :ledger AND mark.document_id = subject.id
    UNION
    SELECT mark.document_id
      FROM subject
      JOIN read.document_mark AS mark ON mark.ledger_id = :ledger AND mark.other_document_id = subject.id
    UNION
    SELECT unnest(ARRAY[payment.account_id, payment.transferred_from])
      FROM subject
      JOIN read.payment ON payment.ledger_id = :ledger AND payment.payment_id = subject.id
), stream AS MATERIALIZED (
    SELECT id FROM touched
    UNION
    SELECT document.account_id
      FROM touched
      JOIN read.document ON document.ledger_id = :ledger AND document.document_id = touched.id
)
SELECT DISTINCT event.position
  FROM stream
  JOIN log.event AS event
    ON event.ledger_id = :ledger AND event.stream_id = stream.id AND event.position <= :upto;
