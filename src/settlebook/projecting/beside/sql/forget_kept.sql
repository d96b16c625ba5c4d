DELETE FROM rebuilding.kept WHERE schema = :schema AND name = :name;
