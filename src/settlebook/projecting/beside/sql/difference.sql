-- The first row by position that is only live or only built, as JSON.
SELECT content, is_live,
       coalesce(content ->> 'position', content ->> 'updated_position', content ->> 'created_position')::bigint AS position
  FROM (SELECT to_jsonb(wrong) AS content, true AS is_live
          FROM (SELECT * FROM :"schema".:"table" EXCEPT ALL SELECT * FROM :"beside".:"table") AS wrong
        UNION ALL
        SELECT to_jsonb(missing), false
          FROM (SELECT * FROM :"beside".:"table" EXCEPT ALL SELECT * FROM :"schema".:"table") AS missing) AS differing
 ORDER BY position, content::text, is_live
 LIMIT 1;
