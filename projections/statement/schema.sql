-- Each event that moves money, one row: what it was, of what and to what. Its lines agree in all of it but rows and amounts.
CREATE OR REPLACE VIEW movement AS
SELECT named.ledger_id, named.position, named.effective_on, named.kind, named.currency, named.application_id,
       named.debit_account_id, named.credit_account_id,
       named.source_kind, named.source_id, coalesce(source.number, source_payment.number) AS source_number,
       named.document_kind, named.document_id, coalesce(document.number, document_payment.number) AS document_number,
       coalesce(issued.number, refund.number) AS refund_number,
       mirrored.kind AS mirrored_how, mirrored.document_id AS mirrored_id
  FROM (SELECT ledger_id, position, effective_on, kind, currency, application_id, debit_account_id, credit_account_id,
               CASE WHEN kind IN ('apply', 'refund', 'cancel', 'transfer') THEN debit_document_kind
                    WHEN kind IN ('unapply', 'refund_cancel', 'receive') THEN credit_document_kind END AS source_kind,
               CASE WHEN kind IN ('apply', 'refund', 'cancel', 'transfer') THEN debit_document_id
                    WHEN kind IN ('unapply', 'refund_cancel', 'receive') THEN credit_document_id END AS source_id,
               CASE WHEN kind IN ('post', 'unpost', 'net', 'unnet', 'unapply') THEN debit_document_kind
                    WHEN kind IN ('apply', 'transfer') THEN credit_document_kind END AS document_kind,
               CASE WHEN kind IN ('post', 'unpost', 'net', 'unnet', 'unapply') THEN debit_document_id
                    WHEN kind IN ('apply', 'transfer') THEN credit_document_id END AS document_id
          FROM journal_posting
         WHERE line = 1) AS named               -- what moves money has a first line
  LEFT JOIN document AS source
    ON source.ledger_id = named.ledger_id AND source.document_id = named.source_id
  LEFT JOIN payment AS source_payment
    ON source_payment.ledger_id = named.ledger_id AND source_payment.payment_id = named.source_id
  LEFT JOIN document
    ON document.ledger_id = named.ledger_id AND document.document_id = named.document_id
  LEFT JOIN payment AS document_payment
    ON document_payment.ledger_id = named.ledger_id AND document_payment.payment_id = named.document_id
  LEFT JOIN journal_refund AS issued
    ON named.kind = 'refund' AND issued.ledger_id = named.ledger_id AND issued.position = named.position
  LEFT JOIN journal_refund_change AS canceled
    ON named.kind = 'refund_cancel' AND canceled.ledger_id = named.ledger_id AND canceled.position = named.position
  LEFT JOIN refund
    ON refund.ledger_id = canceled.ledger_id AND refund.refund_id = canceled.refund_id
  LEFT JOIN LATERAL (
       SELECT mark.kind, mark.document_id FROM document_mark AS mark
        WHERE named.kind IN ('post', 'unpost') AND mark.kind <> 'split'
          AND mark.ledger_id = named.ledger_id AND mark.other_document_id = named.document_id
        ORDER BY mark.position
        LIMIT 1) AS mirrored ON true;

-- The legs that stand on an account: what it owes, and what of its money and credit is unapplied. Found by the streams of its
-- documents and payments, those it gave away too, so that a statement costs what the account has, not what the ledger has.
CREATE OR REPLACE FUNCTION account_legs(ledger text, account uuid) RETURNS SETOF posting_leg LANGUAGE sql STABLE AS $$
    WITH own_document AS MATERIALIZED (
        SELECT document_id FROM document WHERE ledger_id = $1 AND account_id = $2
    ), transfer AS MATERIALIZED (
        SELECT position, payment_id FROM journal_payment_change
         WHERE ledger_id = $1 AND fact = 'transferred' AND (from_account_id = $2 OR to_account_id = $2)
    ), own_position AS MATERIALIZED (
        SELECT event.position
          FROM (SELECT document_id AS stream_id FROM own_document
                UNION SELECT payment_id FROM payment WHERE ledger_id = $1 AND account_id = $2
                UNION SELECT payment_id FROM transfer) AS own
          JOIN log.event ON event.ledger_id = $1 AND event.stream_id = own.stream_id
        UNION
        SELECT applied.position             -- money of its family that settles its documents
          FROM own_document JOIN journal_application AS applied ON applied.ledger_id = $1
               AND applied.document_id = own_document.document_id
        UNION
        SELECT position FROM transfer
    )
    SELECT leg.*
      FROM own_position
      JOIN LATERAL (SELECT * FROM posting_leg AS posted
                     WHERE posted.ledger_id = $1 AND posted.position = own_position.position
                    OFFSET 0) AS leg ON true -- one look into the index for each, however large the journal is
     WHERE leg.account_id = $2 AND leg.book IN ('receivable', 'unapplied_payment', 'on_account_credit')
$$;
