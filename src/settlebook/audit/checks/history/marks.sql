-- A written off or reversed document and the memo that did it name each other, and the one settles the other in that command.
WITH marked AS (
    SELECT mark.position, mark.kind, mark.document_id, mark.other_document_id, mark.amount_minor, fact.command_id,
           CASE mark.document_kind WHEN 'credit_memo' THEN mark.document_id ELSE mark.other_document_id END AS source_id,
           CASE mark.document_kind WHEN 'credit_memo' THEN mark.other_document_id ELSE mark.document_id END AS settled_id
      FROM journal_mark AS mark JOIN journal_fact AS fact USING (ledger_id, position)
     WHERE mark.ledger_id = :ledger AND mark.kind <> 'split'
), memo AS (
    SELECT document_id, coalesce(referred_invoice_id, referred_debit_memo_id, referred_credit_memo_id) AS made_from
      FROM journal_document WHERE ledger_id = :ledger AND fact = 'created'
), applied AS (
    SELECT command_id, source_id, document_id, sum(amount_minor) AS amount_minor
      FROM journal_application WHERE ledger_id = :ledger AND kind = 'apply' GROUP BY command_id, source_id, document_id
), total AS (
    SELECT document_id, position, coalesce(sum(CASE book WHEN 'receivable' THEN signed_minor ELSE -signed_minor END), 0) AS minor
      FROM posting_leg
     WHERE ledger_id = :ledger AND kind = 'post' AND book IN ('receivable', 'on_account_credit')
     GROUP BY document_id, position
)
SELECT marked.position, marked.document_id AS subject,
       concat_ws(' ', coalesce(marked.amount_minor, total.minor, 0), 'by a memo made from', marked.document_id) AS expected,
       concat_ws(' ', coalesce(applied.amount_minor, 0), 'by a memo made from', coalesce(memo.made_from::text, 'nothing')) AS found
  FROM marked
  LEFT JOIN memo ON memo.document_id = marked.other_document_id
  LEFT JOIN applied ON applied.command_id = marked.command_id AND applied.source_id = marked.source_id
                   AND applied.document_id = marked.settled_id
  LEFT JOIN (SELECT DISTINCT ON (document_id) document_id, minor FROM total ORDER BY document_id, position DESC) AS total
         ON total.document_id = marked.document_id
 WHERE memo.made_from IS DISTINCT FROM marked.document_id
    OR coalesce(applied.amount_minor, 0) <> coalesce(marked.amount_minor, total.minor, 0)
 ORDER BY 1
