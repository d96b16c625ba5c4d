DELETE FROM model WHERE name = :name;
DELETE FROM installed WHERE name = :name;
