-- What a row of a list has to meet: each is embedded in listing.sql, for a column, with a parameter of its own.
-- Without a value a column counts as above all others, as PostgreSQL sorts it.
listed.:"column";
listed.:"column" IS NULL;
listed.:"column" IS NOT NULL;
listed.:"column" = :value;
listed.:"column" > :value;
listed.:"column" >= :value;
listed.:"column" < :value;
listed.:"column" <= :value;
(listed.:"column" > :value OR listed.:"column" IS NULL);
