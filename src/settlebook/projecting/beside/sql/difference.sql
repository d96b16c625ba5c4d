-- Of the rows that are only live or only built, the first by the event from which on they differ, as JSON: as built, or as
-- live where no such row is built. Rows are held against each other by the columns of :key; where both tell an event, the
-- one that only one of them knows is the later. Who tells none, or one that was not folded yet, goes back to the last.
WITH live AS MATERIALIZED (
    SELECT * FROM :"schema".:"table" EXCEPT ALL SELECT * FROM :"beside".:"table"
), built AS MATERIALIZED (
    SELECT * FROM :"beside".:"table" EXCEPT ALL SELECT * FROM :"schema".:"table"
), told AS (
    SELECT content, is_live,
           (SELECT jsonb_object_agg(name, content -> name) FROM unnest(:key::text[]) AS name) AS row_key,
           substring(coalesce(content ->> 'position', content ->> 'updated_position', content ->> 'created_position')
                     FROM '^[0-9]{1,18}$')::bigint AS position
      FROM (SELECT to_jsonb(live) AS content, true AS is_live FROM live
            UNION ALL
            SELECT to_jsonb(built), false FROM built) AS differing
)
SELECT coalesce(built.content, live.content) AS content,
       least(greatest(built.position, live.position),
             (:reached::jsonb ->> (coalesce(built.content, live.content) ->> 'ledger_id'))::bigint) AS position
  FROM (SELECT * FROM told WHERE NOT is_live) AS built
  FULL JOIN (SELECT * FROM told WHERE is_live) AS live USING (row_key)
 ORDER BY 2, 1::text
 LIMIT 1;
