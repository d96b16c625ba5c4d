-- A whole answer as one statement, so that it is of one state of the books and costs one round trip: how far the
-- read models and the log are, what a key names, and what is asked about that. Each of the three stands in a file
-- of its own; without an answer its row is null. A key names at most one thing: the planner is told so, or it would
-- plan anew each time, which takes longer than the answer.
SELECT progress.reached, progress.head, found.id AS found, answer.*
  FROM (:"progress") AS progress (reached, head)
  LEFT JOIN LATERAL (SELECT named.id FROM (:"key") AS named LIMIT 1) AS found ON true
  LEFT JOIN LATERAL (SELECT true AS is_there, question.* FROM (:"question") AS question) AS answer ON true;
