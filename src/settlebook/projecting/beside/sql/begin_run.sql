INSERT INTO rebuilding.run (model, began_at, stage, reached, goal, rate, stop)
VALUES (:model, clock_timestamp(), 'building', 0, 0, 0, false)
ON CONFLICT (model) DO UPDATE SET began_at = excluded.began_at, stage = excluded.stage, reached = 0, goal = 0, rate = 0,
       stop = false;
