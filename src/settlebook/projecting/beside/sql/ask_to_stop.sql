UPDATE rebuilding.run SET stop = true WHERE :model::text IS NULL OR model = :model RETURNING model;
