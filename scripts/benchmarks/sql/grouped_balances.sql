-- What item_balance holds, grouped from the journal at once, with the same key.
DROP TABLE IF EXISTS public.grouped_balance;

CREATE TABLE public.grouped_balance AS
SELECT ledger_id, item_id, document_id, document_kind, currency,
       sum(CASE WHEN other_book = 'revenue' THEN signed_minor ELSE 0 END)::bigint            AS amount_minor,
       sum(CASE WHEN other_book = 'unapplied_payment' THEN -signed_minor ELSE 0 END)::bigint AS paid_minor,
       sum(CASE WHEN other_book = 'on_account_credit' THEN -signed_minor ELSE 0 END)::bigint AS credited_minor,
       sum(CASE WHEN other_book = 'receivable' THEN signed_minor ELSE 0 END)::bigint         AS netted_minor,
       sum(signed_minor)::bigint                                                             AS balance_minor,
       min(position)                                                                         AS created_position,
       max(position)                                                                         AS updated_position
  FROM read.posting_leg
 WHERE book = 'receivable'
 GROUP BY ledger_id, item_id, document_id, document_kind, currency;

ALTER TABLE public.grouped_balance ADD PRIMARY KEY (ledger_id, item_id);
