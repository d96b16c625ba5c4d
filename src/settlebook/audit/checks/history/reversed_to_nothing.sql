-- Of a reversed document no row is open or unapplied any more.
WITH marked AS (
    SELECT mark.position, mark.document_id,
           (SELECT max(position) FROM journal_fact AS last
             WHERE last.ledger_id = fact.ledger_id AND last.command_id = fact.command_id) AS last_position
      FROM journal_mark AS mark JOIN journal_fact AS fact USING (ledger_id, position)
     WHERE mark.ledger_id = :ledger AND mark.kind = 'reversed'
)
SELECT marked.position, leg.item_id AS subject, '0 once reversed' AS expected, sum(leg.signed_minor)::text AS found
  FROM marked
  JOIN posting_leg AS leg ON leg.ledger_id = :ledger AND leg.document_id = marked.document_id
                         AND leg.position <= marked.last_position
 WHERE leg.book IN ('receivable', 'on_account_credit')
 GROUP BY marked.position, leg.item_id
HAVING sum(leg.signed_minor) <> 0
 ORDER BY 1
