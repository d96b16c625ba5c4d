DELETE FROM rebuilding.run WHERE model = :model;
