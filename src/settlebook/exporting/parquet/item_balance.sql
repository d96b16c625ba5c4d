-- The item balances of a ledger, made by DuckDB from the exported journal alone: what is left of each item and tax item of
-- invoices and debit memos, in exact minor units. The same rows as read_model/item_balance, or as it was in the past:
--
--   cd the folder of the export
--   duckdb -c "SET VARIABLE day = DATE '2026-03-31'; SET VARIABLE upto = 5000" -c ".read item_balance.sql"
--
-- Every variable may be left out:
--   export   the folder, where it is not the one you are in
--   bucket   one bucket, such as '03': all that a fold needs of an account is in its bucket, so buckets can be folded one
--            by one, on several machines, and their rows put together
--   day      as of this effective day
--   upto     as it was known at this position
WITH item AS (
    SELECT * FROM read_parquet(coalesce(getvariable('export'), '.') || '/journal/item/bucket='
                               || coalesce(getvariable('bucket'), '*') || '/*.parquet')
     WHERE position <= coalesce(getvariable('upto'), 9223372036854775807)
), header AS (
    SELECT * FROM read_parquet(coalesce(getvariable('export'), '.') || '/journal/document/bucket='
                               || coalesce(getvariable('bucket'), '*') || '/*.parquet')
     WHERE position <= coalesce(getvariable('upto'), 9223372036854775807)
), leg AS (
    SELECT * FROM read_parquet(coalesce(getvariable('export'), '.') || '/journal/posting_leg/bucket='
                               || coalesce(getvariable('bucket'), '*') || '/*.parquet')
     WHERE book = 'receivable'
       AND position <= coalesce(getvariable('upto'), 9223372036854775807)
       AND effective_on <= coalesce(getvariable('day'), DATE '9999-12-31')
), moved AS (                                   -- a drafted row is there from the beginning, at 0
    SELECT position, item_id, document_id, document_kind, currency,
           0 AS amount_minor, 0 AS paid_minor, 0 AS credited_minor, 0 AS netted_minor, 0 AS balance_minor
      FROM item
     WHERE document_kind <> 'credit_memo' AND fact <> 'removed'
       AND (fact = 'created' OR effective_on <= coalesce(getvariable('day'), DATE '9999-12-31'))
    UNION ALL
    SELECT position, item_id, document_id, document_kind, currency,
           CASE WHEN other_book = 'revenue' THEN signed_minor ELSE 0 END,
           CASE WHEN other_book = 'unapplied_payment' THEN -signed_minor ELSE 0 END,
           CASE WHEN other_book = 'on_account_credit' THEN -signed_minor ELSE 0 END,
           CASE WHEN other_book = 'receivable' THEN signed_minor ELSE 0 END,
           signed_minor
      FROM leg
), balance AS (                                 -- an overflow of the exact sums is an error, never a wrong amount
    SELECT item_id, document_id, document_kind, currency,
           sum(amount_minor)::DECIMAL(38, 0) AS amount_minor, sum(paid_minor)::DECIMAL(38, 0) AS paid_minor,
           sum(credited_minor)::DECIMAL(38, 0) AS credited_minor, sum(netted_minor)::DECIMAL(38, 0) AS netted_minor,
           sum(balance_minor)::DECIMAL(38, 0) AS balance_minor,
           min(position) AS created_position, max(position) AS updated_position
      FROM moved
     GROUP BY item_id, document_id, document_kind, currency
), credited AS (                                -- credit memos made from an invoice move no money
    SELECT item_id, max(position) AS position,
           sum(CASE fact WHEN 'credited' THEN amount_minor ELSE -amount_minor END)::DECIMAL(38, 0) AS memo_minor
      FROM read_parquet(coalesce(getvariable('export'), '.') || '/journal/credited/bucket='
                        || coalesce(getvariable('bucket'), '*') || '/*.parquet')
     WHERE position <= coalesce(getvariable('upto'), 9223372036854775807)
       AND effective_on <= coalesce(getvariable('day'), DATE '9999-12-31')
     GROUP BY item_id
), told AS (                                    -- every telling of a row; an edit tells an item whole
    SELECT item.item_id, item.position, item.fact,
           max(item.position) OVER (PARTITION BY coalesce(item.parent_id, item.item_id)) AS last_position
      FROM item
      JOIN header USING (position)
     WHERE (header.fact = 'created' OR header.changes_rows)
       AND (header.fact = 'created' OR header.effective_on <= coalesce(getvariable('day'), DATE '9999-12-31'))
), gone AS (                                    -- a tombstone says so, or a later telling that leaves it out
    SELECT item_id
      FROM told
     GROUP BY item_id
    HAVING arg_max(fact, position) = 'removed' OR max(position) < arg_max(last_position, position)
)
SELECT balance.item_id, balance.document_id, balance.document_kind, balance.currency, balance.amount_minor,
       balance.paid_minor, balance.credited_minor, balance.netted_minor, balance.balance_minor,
       coalesce(credited.memo_minor, 0)::DECIMAL(38, 0) AS memo_minor,
       balance.created_position, greatest(balance.updated_position, coalesce(credited.position, 0)) AS updated_position
  FROM balance
  LEFT JOIN credited USING (item_id)
 WHERE balance.item_id NOT IN (SELECT item_id FROM gone)
 ORDER BY balance.item_id;
