-- Read models of users that are installed, and that nobody here knows the SQL of, with their positions in a ledger.
SELECT name, coalesce(position, 0)
  FROM added.installed
  LEFT JOIN added.progress ON model = name AND ledger_id = :ledger
 WHERE name <> ALL(:known::text[])
 ORDER BY name;
