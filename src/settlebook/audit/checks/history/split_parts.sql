-- The parts that an invoice was split into name it, and were drafted with amounts that add up to its own.
WITH part AS (
    SELECT mark.position, mark.document_id, mark.other_document_id, header.split_from
      FROM journal_mark AS mark
      LEFT JOIN journal_document AS header
        ON header.ledger_id = mark.ledger_id AND header.document_id = mark.other_document_id AND header.fact = 'created'
     WHERE mark.ledger_id = :ledger AND mark.kind = 'split'
), begun AS (
    SELECT document_id, sum(amount_minor) AS amount_minor
      FROM journal_item WHERE ledger_id = :ledger AND fact = 'created' GROUP BY document_id
), whole AS (
    SELECT DISTINCT ON (item.item_id) item.document_id, item.item_id, item.fact, item.amount_minor
      FROM journal_item AS item JOIN (SELECT DISTINCT document_id FROM part) AS split USING (document_id)
     WHERE item.ledger_id = :ledger
     ORDER BY item.item_id, item.position DESC
), sums AS (
    SELECT part.position, part.document_id, sum(begun.amount_minor) AS parts_minor,
           bool_and(part.split_from IS NOT DISTINCT FROM part.document_id) AS is_named,
           (SELECT coalesce(sum(amount_minor), 0) FROM whole
             WHERE whole.document_id = part.document_id AND whole.fact <> 'removed') AS whole_minor
      FROM part LEFT JOIN begun ON begun.document_id = part.other_document_id
     GROUP BY part.position, part.document_id
)
SELECT position, document_id AS subject, whole_minor || ' in parts that name it' AS expected,
       concat_ws(' ', parts_minor, CASE WHEN NOT is_named THEN 'in parts that name another' END) AS found
  FROM sums
 WHERE whole_minor IS DISTINCT FROM parts_minor OR NOT is_named
 ORDER BY 1
