-- One page of one object: rows of its Data Query view that meet what is asked, in a total order.
SELECT :"columns"
  FROM :"view" AS root
 WHERE :"condition"
 ORDER BY :"order"
 LIMIT :limit;
