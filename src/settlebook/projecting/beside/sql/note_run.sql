-- Tells how far a rebuild is, and learns whether it is to stop.
UPDATE rebuilding.run SET stage = :stage, reached = :reached, goal = :goal, rate = :rate WHERE model = :model
RETURNING stop;
