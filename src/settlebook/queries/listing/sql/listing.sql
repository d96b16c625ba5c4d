-- A page of what a list holds: its ids, and beside them what they are sorted by.
SELECT listed.id, :"keys"
  FROM (:"listed") AS listed
 WHERE :"conditions"
 ORDER BY :"order"
 LIMIT :limit OFFSET :offset;
