-- A user's read model that this version cannot install as it is.
UPDATE installed SET digest = '' WHERE name = :name;
