-- What the other world comes to, where it is not the same: seen by this session alone, gone with the transaction.
CREATE TEMPORARY TABLE what_if_balance (
    subject      text    NOT NULL,              -- item, credit_item, payment, document, credit_memo or account
    id           uuid    NOT NULL,
    document_id  uuid    NOT NULL,              -- of rows: their document; else the id again
    account_id   uuid,
    currency     text    NOT NULL,
    actual_minor numeric NOT NULL,
    other_minor  numeric NOT NULL
) ON COMMIT DROP;

-- What could not be carried out in that world.
CREATE TEMPORARY TABLE what_if_problem (
    position     bigint  NOT NULL,
    effective_on date    NOT NULL,
    event        text    NOT NULL,
    stream_id    uuid    NOT NULL,
    account_id   uuid,
    code         text,                          -- of a refusal
    reason       text    NOT NULL
) ON COMMIT DROP
