-- A refund is canceled once at most, not before its day, and gives back what it took, row by row.
WITH taken AS (
    SELECT refund.refund_id, posting.debit_item_id AS item_id, refund.effective_on,
           sum(posting.amount_minor) AS amount_minor
      FROM journal_refund AS refund JOIN journal_posting AS posting USING (ledger_id, position)
     WHERE refund.ledger_id = :ledger GROUP BY refund.refund_id, posting.debit_item_id, refund.effective_on
), given AS (
    SELECT change.refund_id, posting.credit_item_id AS item_id, min(change.effective_on) AS effective_on,
           sum(posting.amount_minor) AS amount_minor, min(change.position) AS position
      FROM journal_refund_change AS change JOIN journal_posting AS posting USING (ledger_id, position)
     WHERE change.ledger_id = :ledger AND change.fact = 'canceled' GROUP BY change.refund_id, posting.credit_item_id
), canceled AS (
    SELECT refund_id, min(position) AS position FROM given GROUP BY refund_id
)
SELECT canceled.position, canceled.refund_id AS subject,
       coalesce(taken.amount_minor || ' from ' || taken.effective_on || ' on', 'nothing') AS expected,
       coalesce(given.amount_minor || ' on ' || given.effective_on, 'nothing') AS found
  FROM (SELECT taken.* FROM taken JOIN canceled USING (refund_id)) AS taken
  FULL JOIN given ON given.refund_id = taken.refund_id
                 AND coalesce(given.item_id, given.refund_id) = coalesce(taken.item_id, taken.refund_id)
  JOIN canceled ON canceled.refund_id = coalesce(given.refund_id, taken.refund_id)
 WHERE given.amount_minor IS DISTINCT FROM taken.amount_minor OR given.effective_on < taken.effective_on
 ORDER BY 1
