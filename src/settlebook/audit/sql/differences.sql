-- How many rows are not what they should be, and the first of them by position: as expected, and as found live.
WITH live AS MATERIALIZED (
    SELECT * FROM read.:"table" WHERE ledger_id = :ledger
    EXCEPT ALL
    SELECT * FROM pg_temp.:"table"
), expected AS MATERIALIZED (
    SELECT * FROM pg_temp.:"table"
    EXCEPT ALL
    SELECT * FROM read.:"table" WHERE ledger_id = :ledger
), live_keyed AS (
    SELECT to_jsonb(live) AS content,
           (SELECT jsonb_object_agg(name, to_jsonb(live) -> name) FROM unnest(:key::text[]) AS name) AS row_key
      FROM live
), expected_keyed AS (
    SELECT to_jsonb(expected) AS content,
           (SELECT jsonb_object_agg(name, to_jsonb(expected) -> name) FROM unnest(:key::text[]) AS name) AS row_key
      FROM expected
), both_sides AS (
    SELECT expected_keyed.content AS expected, live_keyed.content AS live
      FROM expected_keyed FULL JOIN live_keyed USING (row_key)
)
SELECT count(*) OVER (), least(greatest(expected_at, live_at), :last) AS position, expected, live
  FROM both_sides
 CROSS JOIN LATERAL ( -- where both have an event, the one that only one of them knows is the later
       SELECT coalesce(expected ->> 'position', expected ->> 'updated_position', expected ->> 'created_position')::bigint,
              coalesce(live ->> 'position', live ->> 'updated_position', live ->> 'created_position')::bigint
       ) AS event (expected_at, live_at)
 ORDER BY 2, coalesce(expected, live)::text
 LIMIT 1
