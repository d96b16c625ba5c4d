SELECT EXISTS (SELECT FROM progress WHERE model = :model AND position > 0);
