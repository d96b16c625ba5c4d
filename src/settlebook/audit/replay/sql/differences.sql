-- Of each kind of balance, how many the read models show otherwise than replay, and the first by position: its event,
-- its id, the two amounts and what people call it. A row of nothing and no row are the same balance.
WITH expected AS (
    SELECT subject, id, currency, minor, position FROM pg_temp.replayed
    UNION ALL
    SELECT CASE subject WHEN 'item' THEN 'document' ELSE 'credit_memo' END, stream_id, currency, sum(minor), max(position)
      FROM pg_temp.replayed
     WHERE subject IN ('item', 'credit_item')
     GROUP BY subject, stream_id, currency
), found AS (
    SELECT 'item' AS subject, item_id AS id, currency, balance_minor AS minor, updated_position AS position
      FROM item_balance
     WHERE ledger_id = :ledger
       AND (:streams::uuid[] IS NULL OR item_id IN (
            SELECT item_id FROM item WHERE ledger_id = :ledger AND document_id = ANY (:streams::uuid[])))
    UNION ALL
    SELECT 'document', document_id, currency, balance_minor, updated_position
      FROM document_balance
     WHERE ledger_id = :ledger AND (:streams::uuid[] IS NULL OR document_id = ANY (:streams::uuid[]))
    UNION ALL
    SELECT 'payment', payment_id, NULL, unapplied_minor, updated_position
      FROM payment_balance
     WHERE ledger_id = :ledger AND (:streams::uuid[] IS NULL OR payment_id = ANY (:streams::uuid[]))
    UNION ALL
    SELECT 'credit_item', item_id, currency, unapplied_minor, updated_position
      FROM credit_memo_item_balance
     WHERE ledger_id = :ledger
       AND (:streams::uuid[] IS NULL OR item_id IN (
            SELECT item_id FROM item WHERE ledger_id = :ledger AND document_id = ANY (:streams::uuid[])))
    UNION ALL
    SELECT 'credit_memo', credit_memo_id, currency, unapplied_minor, updated_position
      FROM credit_memo_balance
     WHERE ledger_id = :ledger AND (:streams::uuid[] IS NULL OR credit_memo_id = ANY (:streams::uuid[]))
    UNION ALL
    SELECT 'part_item', part_item_id, currency, amount_minor, updated_position
      FROM payment_part_item
     WHERE ledger_id = :ledger
       AND (:streams::uuid[] IS NULL OR part_id IN (
            SELECT part_id FROM payment_part WHERE ledger_id = :ledger AND payment_id = ANY (:streams::uuid[])))
    UNION ALL
    SELECT 'part_item', part_item_id, currency, amount_minor, updated_position
      FROM credit_memo_part_item
     WHERE ledger_id = :ledger
       AND (:streams::uuid[] IS NULL OR part_id IN (
            SELECT part_id FROM credit_memo_part
             WHERE ledger_id = :ledger AND credit_memo_id = ANY (:streams::uuid[])))
), differing AS (
    SELECT DISTINCT ON (subject)
           subject, count(*) OVER (PARTITION BY subject) AS differences,
           coalesce(expected.position, found.position) AS position, id,
           coalesce(expected.currency, found.currency) AS currency,
           coalesce(expected.minor, 0) AS expected, coalesce(found.minor, 0) AS found
      FROM expected
      FULL JOIN found USING (subject, id)
     WHERE coalesce(expected.minor, 0) <> coalesce(found.minor, 0)
     ORDER BY subject, 3, id
)
SELECT differing.subject, differing.differences, differing.position, differing.id,
       coalesce(differing.currency, payment.currency) AS currency,
       differing.expected, differing.found,
       coalesce(payment.number, document.number || coalesce(
           '#' || item.line || coalesce('d' || item.discount_line, '') || coalesce('.' || item.tax_line, ''), '')) AS name
  FROM differing
  LEFT JOIN item ON item.ledger_id = :ledger AND item.item_id = differing.id
  LEFT JOIN document
         ON document.ledger_id = :ledger AND document.document_id = coalesce(item.document_id, differing.id)
  LEFT JOIN payment ON payment.ledger_id = :ledger AND payment.payment_id = differing.id
 ORDER BY differing.position, differing.subject
