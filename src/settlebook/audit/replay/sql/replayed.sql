-- What replay makes of the log, beside everything: seen by this session alone, and gone with the transaction.
CREATE TEMPORARY TABLE replayed (
    subject   text    NOT NULL,                 -- item, payment, credit_item or part_item
    id        uuid    NOT NULL,                 -- of the row, the payment or the part item
    stream_id uuid    NOT NULL,                 -- the document or payment that tells of it
    currency  text,
    minor     numeric NOT NULL,
    position  bigint  NOT NULL                  -- of the last event that moved it
) ON COMMIT DROP
