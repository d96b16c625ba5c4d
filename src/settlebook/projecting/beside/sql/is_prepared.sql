SELECT to_regclass('rebuilding.run') IS NOT NULL AND to_regclass('rebuilding.kept') IS NOT NULL;
