-- The rows of two tables, whatever their types, held against each other by the fingerprints of their texts, as many times
-- as each occurs. Digests as in digest.sql, but of texts.
WITH fingerprint AS (
    SELECT ('x' || left(print, 16))::bit(64)::bigint AS high, ('x' || right(print, 16))::bit(64)::bigint AS low, live, built
      FROM (SELECT md5(live::text) AS print, 1 AS live, 0 AS built FROM :"schema".:"table" AS live
            UNION ALL
            SELECT md5(built::text), 0, 1 FROM :"beside".:"table" AS built) AS row_of_either
), counted AS (
    SELECT high, low, sum(live) AS live, sum(built) AS built FROM fingerprint GROUP BY high, low
)
SELECT coalesce(sum(built), 0)::bigint AS rows,
       coalesce(sum(greatest(live - built, 0)), 0)::bigint AS wrong,
       coalesce(sum(greatest(built - live, 0)), 0)::bigint AS missing,
       md5(concat_ws(' ', sum(built), sum(high * built::numeric), sum(low * built::numeric))) AS built_digest,
       md5(concat_ws(' ', sum(live), sum(high * live::numeric), sum(low * live::numeric))) AS live_digest
  FROM counted;
